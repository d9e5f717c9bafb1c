#!/usr/bin/env bash
# A Spark cluster on this machine, of the jars that ./arbolt … --spark fetched: for trials and for proof.sh.
#   cluster/standalone.sh start [WORKERS]     a master at spark://127.0.0.1:7077 and workers, two of one core by default
#   cluster/standalone.sh stop
# On several machines: this folder at the same place on each, master and worker started by the same two java commands,
# with the master's address instead of 127.0.0.1.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=${ARBOLT_SPARK:-$home/target/standalone}
export SPARK_HOME="$home/target" SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[[ "$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')" -ge 25 ]] ||
  { echo "$java is older than Java 25, which executors need; set JAVA_HOME to a JDK 25" >&2; exit 2; }
port=${ARBOLT_SPARK_PORT:-7077}

start() { # name class arguments...
  nohup "$java" -Xmx512m --enable-native-access=ALL-UNNAMED -Dspark.worker.timeout=600 -cp "$home/target/jars/*" \
    "org.apache.spark.deploy.$2" "${@:3}" >"$state/$1.log" 2>&1 &
  echo $! >"$state/$1.pid"
}

case "${1:-}" in
  start)
    [[ -f "$home/target/jars/arbolt-cluster.jar" ]] ||
      { echo "there are no jars yet; run ./arbolt sample … --spark 'local[2]' once" >&2; exit 2; }
    mkdir -p "$state"
    start master master.Master --host 127.0.0.1 --port "$port" --webui-port 0
    for i in $(seq 1 "${2:-2}"); do
      start "worker-$i" worker.Worker --host 127.0.0.1 --cores 1 --memory 2g --webui-port 0 \
        --work-dir "$state/work-$i" "spark://127.0.0.1:$port"
    done
    echo "spark://127.0.0.1:$port, logs in $state" ;;
  stop)
    for file in "$state"/*.pid; do
      [[ -f "$file" ]] && { kill "$(cat "$file")" 2>/dev/null || true; rm -f "$file"; }
    done ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
