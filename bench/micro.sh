#!/usr/bin/env bash
# Single kernels on this machine, by JMH:
#   bench/micro.sh [BENCHMARK] [OPTIONS OF JMH]
# BENCHMARK: part of a name, as Tile or ProductBenchmark; all of them unless given (about ten minutes). -l lists them,
# -h the options. ARBOLT_BUILT=1 if bench/ and app/ are built.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
java=${JAVA_HOME:?must name a JDK 25 or newer, e.g. /usr/lib/jvm/temurin-25-jdk-amd64}/bin/java

[[ -n ${ARBOLT_BUILT:-} ]] || mvn -B -q -f "$root/pom.xml" -pl bench -am -Dmaven.test.skip=true package >&2
# JMH starts its own processes with the same options and class path.
exec "$java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -XX:+UseParallelGC -XX:ObjectAlignmentInBytes=64 -Xmx4g \
  -cp "$here/target/classes:$here/target/lib/*:$root/app/target/arbolt.jar:$root/app/target/lib/*" org.openjdk.jmh.Main "$@"
