#!/usr/bin/env bash
# Training and generation beside PyTorch, in one run, as Markdown (about nine minutes on a quiet machine of two cores):
#   bench/network.sh [SAMPLES]
# SAMPLES: how many samples the last table generates, 10000 unless given. Needs Maven and Debian's python3-torch
# (PyTorch 1.13), the only PyTorch that Debian has. All figures are the best of some repeats; both programs get all
# cores.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
source "$here/tables.sh"
samples=${1:-10000}
java=${JAVA_HOME:?must name a JDK 25 or newer, e.g. /usr/lib/jvm/temurin-25-jdk-amd64}/bin/java
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)} MKL_THREADING_LAYER=GNU

[[ -n ${ARBOLT_BUILT:-} ]] || mvn -B -q -f "$root/pom.xml" -pl bench -am -Dmaven.test.skip=true package >&2
# As the launcher starts it.
arbolt() {
  GLIBC_TUNABLES=glibc.malloc.hugetlb=1 "$java" -XX:+UseTransparentHugePages --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC -XX:ObjectAlignmentInBytes=64 -Xmx4g \
    -cp "$here/target/classes:$root/app/target/arbolt.jar:$root/app/target/lib/*" org.arbolt.bench.NetworkBench "$@" \
    2> >(grep -v 'incubator module' >&2)
}
# The peer's BLAS finds the processor's best kernel itself.
peer() { env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS="$OMP_NUM_THREADS" /usr/bin/python3 "$here/torch_peer.py" "$@"; }

echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores; peer: $(peer about); load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
training_table <<'SHAPES'
4×256 20 4 256 8 256 66 64
8×256 8 8 256 8 4096 66 64
4×128 20 4 128 4 256 60 256
SHAPES
generation_table <<'SHAPES'
4×256 4 4 256 8 256 66 512
8×256 3 8 256 8 4096 66 512
4×128 6 4 128 4 256 60 512
SHAPES
# All samples in one call. Products on all cores: before and after generation, the higher.
echo "| 8×256, 4096 bins: samples | s | tokens/s | Gflop/s per core, by the clock and by CPU time | products on all cores, average of 5 s, likewise | best product on one core | share of the average, by the clock | by CPU time | share of the best | bytes per token of a batch beyond the results | engine |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
arbolt floor 8 256 8 4096 66 "$samples" "$samples"
