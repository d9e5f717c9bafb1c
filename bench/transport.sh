#!/usr/bin/env bash
# Exact transport beside SciPy's, in one run, as Markdown (some minutes on a quiet machine):
#   bench/transport.sh [N] [LARGE]
# N points on either side (10000), in a plane and on a torus of ten torsions; then LARGE ones (50000) by Arbolt alone, which
# SciPy would need 20 GB for. Needs python3 with NumPy and SciPy (apt install python3-scipy), and Maven.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
n=${1:-10000} large=${2:-50000}
java=${JAVA_HOME:?must name a JDK 25 or newer, e.g. /usr/lib/jvm/temurin-25-jdk-amd64}/bin/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[[ -n ${ARBOLT_BUILT:-} ]] || mvn -B -q -f "$root/pom.xml" -pl bench -am -Dmaven.test.skip=true package >&2
arbolt() {
  "$java" --add-modules jdk.incubator.vector -XX:+UseParallelGC -Xmx900m \
    -cp "$here/target/classes:$root/app/target/arbolt.jar:$root/app/target/lib/*" org.arbolt.bench.TransportBench "$@" \
    2> >(grep -v 'incubator module' >&2)
}

echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores; load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
echo "| points | SciPy | s | MB | Arbolt, s | MB | SciPy : Arbolt | W2, SciPy | W2, Arbolt |"
echo "|---|---|---|---|---|---|---|---|---|"
python3 "$here/transport_peer.py" points "$work" "$n"
for kind in plane torus; do
  read -r version seconds memory distance < <(python3 "$here/transport_peer.py" solve "$work" "$kind")
  read -r ours held found < <(arbolt "$work" "$kind")
  echo "| $n, $kind | $version | $seconds | $memory | $ours | $held | $(awk "BEGIN { printf \"%.1f\", $seconds / $ours }") | $distance | $found |"
done
((large > 0)) || exit 0
python3 "$here/transport_peer.py" points "$work" "$large"
for kind in plane torus; do
  read -r ours held found < <(arbolt "$work" "$kind")
  echo "| $large, $kind | – | – | – | $ours | $held | – | – | $found |"
done
