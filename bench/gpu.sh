#!/usr/bin/env bash
# Training and generation on a CUDA device beside PyTorch on the same device, in one run, as Markdown (about two
# minutes):
#   bench/gpu.sh
# Needs a python3 whose PyTorch (2.10 or later) has CUDA, and a Java 25 or newer in JAVA_HOME; ARBOLT_BUILT=1 if bench/
# and app/ are built. PyTorch runs eagerly, with fused attention, norms and AdamW. All figures are the best of some
# repeats.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
source "$here/tables.sh"
java=${JAVA_HOME:?must name a JDK 25 or newer}/bin/java
export PEER_DEVICE=cuda
torch=$(python3 -c 'import torch; print(torch.__path__[0])')

[[ -n ${ARBOLT_BUILT:-} ]] || mvn -B -q -f "$root/pom.xml" -pl bench -am -Dmaven.test.skip=true package >&2
arbolt() {
  "$java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC -Xmx8g -Darbolt.device=cuda \
    -Darbolt.torch="$torch" -cp "$here/target/classes:$root/app/target/arbolt.jar:$root/app/target/lib/*" \
    org.arbolt.bench.NetworkBench "$@" 2> >(grep -v 'incubator module' >&2)
}
peer() { python3 "$here/torch_peer.py" "$@"; }

peer about
echo
training_table <<'SHAPES'
4×256 60 4 256 8 256 66 64
8×256 60 8 256 8 4096 66 64
8×256 60 8 256 8 4096 66 512
16×768 10 16 768 12 8192 390 64
SHAPES
generation_table <<'SHAPES'
8×256 4 8 256 8 4096 66 2016
4×128 4 4 128 4 256 60 2016
16×768 1 16 768 12 8192 390 256
SHAPES
