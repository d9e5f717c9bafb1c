#!/usr/bin/env bash
# Training and generation on a CUDA device beside PyTorch on the same device, in one run, as Markdown (about two minutes):
#   bench/gpu.sh
# Needs a python3 whose PyTorch (2.10 or later) has CUDA, and a Java 25 or newer in JAVA_HOME; ARBOLT_BUILT=1 if bench/ and core/
# are built. PyTorch runs eagerly, with fused attention, norms and AdamW. All figures are the best of some repeats.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
java=${JAVA_HOME:?must name a JDK 25 or newer}/bin/java
export PEER_DEVICE=cuda
torch=$(python3 -c 'import torch; print(torch.__path__[0])')

[[ -n ${ARBOLT_BUILT:-} ]] || mvn -B -q -f "$root/pom.xml" -pl bench -am -DskipTests package >&2
arbolt() {
  "$java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC -Xmx8g -Darbolt.device=cuda \
    -Darbolt.torch="$torch" -cp "$here/target/classes:$root/core/target/arbolt.jar:$root/core/target/lib/*" \
    org.arbolt.bench.NetworkBench "$@" 2> >(grep -v 'incubator module' >&2)
}
peer() { python3 "$here/torch_peer.py" "$@"; }
row() { printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$@"; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

peer about
echo
echo "| training step, ms | PyTorch float32 | Arbolt float32 | ratio | PyTorch bfloat16 | Arbolt bfloat16 | ratio |"
echo "|---|---|---|---|---|---|---|"
while read -r name steps shape; do
  a=$(peer train $shape "$steps" float32) b=$(peer train $shape "$steps" bfloat16)
  c=$(arbolt train $shape "$steps" FLOAT32) d=$(arbolt train $shape "$steps" MIXED)
  row "$name: $shape" "$a" "$c" "$(ratio "$a" "$c")" "$b" "$d" "$(ratio "$b" "$d")"
done <<'SHAPES'
4×256 60 4 256 8 256 66 64
8×256 60 8 256 8 4096 66 64
8×256 60 8 256 8 4096 66 512
16×768 10 16 768 12 8192 390 64
SHAPES
echo
echo "Shapes: layers, channels, heads, bins, tokens, batch."
echo
echo "| generation | PyTorch, ms per token of a batch | Arbolt | ratio | Arbolt, samples/s | tokens/s | |"
echo "|---|---|---|---|---|---|---|"
while read -r name repeats shape; do
  a=$(peer generate $shape "$repeats") b=$(arbolt generate $shape "$repeats")
  read -r _ _ _ _ tokens batch <<<"$shape"
  row "$name: $shape" "$a" "$b" "$(ratio "$a" "$b")" "$(awk "BEGIN { printf \"%.0f\", 1e3 * $batch / $tokens / $b }")" \
    "$(awk "BEGIN { printf \"%.0f\", 1e3 * $batch / $b }")" ""
done <<'SHAPES'
8×256 4 8 256 8 4096 66 2016
4×128 4 4 128 4 256 60 2016
16×768 1 16 768 12 8192 390 256
SHAPES
