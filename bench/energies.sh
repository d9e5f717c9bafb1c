#!/usr/bin/env bash
# Energies and dynamics beside OpenMM, in one run, as Markdown (about five minutes on a quiet machine):
#   bench/energies.sh [FOLDER]
# Needs Debian's g++ libopenmm-dev libopenmm-plugins python3-simtk, and Maven. OpenMM runs as one process pinned to core
# 0, and the faster of its Reference and CPU platforms counts; Arbolt has all cores. Every figure is the best of many
# windows. OpenMM's figures and those per core count CPU time and hold on a busy machine too; those by the clock
# need a quiet one.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
work=${1:-$here/target/energies}
mkdir -p "$work"
systems=(Ace-A-Nme AAA AAAAAA GYDPETGTWG)
java=${JAVA_HOME:?must name a JDK 25 or newer, e.g. /usr/lib/jvm/temurin-25-jdk-amd64}/bin/java

mvn -B -q -f "$root/pom.xml" -pl bench -am -Dmaven.test.skip=true package >&2
"$here/openmm/build.sh" "$work/peer"
"$here/openmm/systems.py" "$work"
bench() {
  "$java" --add-modules jdk.incubator.vector -XX:+UseParallelGC -XX:ObjectAlignmentInBytes=64 -Xmx4g -cp "$here/target/classes:$root/app/target/arbolt.jar:$root/app/target/lib/*" \
    org.arbolt.bench.Bench "$@" 2> >(grep -v 'incubator module' >&2)
}
openmm() { taskset -c 0 "$work/peer" "$1" "$work/$2.xml" "$work/$2.f64" "${@:3}" > "$work/$2.$1.tsv"; }

echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores; $("$java" -version 2>&1 | head -1); load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
echo "| energies, 10,000 frames | OpenMM, frames/s (platform) | Arbolt, per core and second | ratio | Arbolt, $(nproc) threads, by the clock | ratio | target | largest difference, kJ/mol |"
echo "|---|---|---|---|---|---|---|---|"
for name in "${systems[@]}"; do
  bench frames "$work" "$name"
  openmm energies "$name" 6 "$work/$name.energies.f64"
  bench energies "$work" "$name" 8
done
echo
echo "| Langevin, 1 fs | OpenMM, steps/s (platform) | Arbolt, steps × replicas per core and second | ratio | Arbolt, $(nproc) threads, by the clock | ratio | target |"
echo "|---|---|---|---|---|---|---|"
for name in "${systems[@]}"; do
  openmm langevin "$name" 4
  bench langevin "$work" "$name" 8
done
echo
echo "| pairs alone, 1 thread | pairs | of them near | operations per pair | µs per frame | Gflop/s | peak, Gflop/s | share | target |"
echo "|---|---|---|---|---|---|---|---|---|"
for name in "${systems[@]}"; do bench share "$work" "$name" 8; done
