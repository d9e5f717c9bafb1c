#!/usr/bin/env bash
# What twisted sequential Monte Carlo is worth, as a Markdown table; without a twist nothing is resampled (minutes):
#   bench/smc.sh PEPTIDE MODEL REFERENCE.npz [SEEDS] [POPULATIONS] [PARTICLES]
# REFERENCE are frames of dynamics under the model's conditions, e.g. of arbolt md: their variances count effective
# samples, and they bound log Z from above. 5 seeds of 10 populations of 240 particles. Needs JAVA_HOME and Maven.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
(($# >= 3)) || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
java=${JAVA_HOME:?must name a JDK 25 or newer, e.g. /usr/lib/jvm/temurin-25-jdk-amd64}/bin/java

[[ -n ${ARBOLT_BUILT:-} ]] || mvn -B -q -f "$root/pom.xml" -pl bench -am -Dmaven.test.skip=true package >&2
echo "$1, ${4:-5} seeds of ${5:-10} populations of ${6:-240} particles"
"$java" --add-modules jdk.incubator.vector -XX:+UseParallelGC \
  -cp "$here/target/classes:$root/app/target/arbolt.jar:$root/app/target/lib/*" org.arbolt.bench.SmcBench \
  "$1" "$2" "$3" "${4:-5}" "${5:-10}" "${6:-240}" 2> >(grep -v 'incubator module' >&2)
