#!/usr/bin/env bash
# Shows on this machine what docs/cluster.md says of Spark: a master and two workers on loopback, of the jars that
# Maven fetched; results byte for byte those without Spark; a worker killed; a poisoned part; what Spark costs.
#   cluster/proof.sh            some minutes; the cost with parts of less than a second
#   cluster/proof.sh --cost     the cost alone, with parts of 20 s or more on a quiet machine
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
export ARBOLT_SPARK="$work/standalone" ARBOLT_SPARK_PORT=${ARBOLT_SPARK_PORT:-17077}
url=spark://127.0.0.1:$ARBOLT_SPARK_PORT
failures=0 server=""
arbolt() { "$home/arbolt" "$@" >>"$work/log" 2>&1; }
stop() {
  local status=$?
  ((status == 0)) || { echo "the end of the log:" >&2; tail -20 "$work/log" >&2; }
  "$home/cluster/standalone.sh" stop
  [[ -z "$server" ]] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

says() { # what command...
  local what=$1; shift
  if "$@"; then echo "holds   $what"; else echo "FAILS   $what"; failures=$((failures + 1)); fi
}
same() { # made whole file...
  local made=$1 whole=$2; shift 2
  for file in "$@"; do cmp -s "$made/$file" "$whole/$file" || return 1; done
}
wait_for() { # what, at most two minutes
  for _ in $(seq 1200); do compgen -G "$1" >/dev/null && return; sleep 0.1; done
  echo "nothing like $1 after two minutes; the end of the log:" >&2
  tail -5 "$work/log" >&2
  return 1
}

sample=(sample Ace-A-Nme --model "$home/models/Ace-A-Nme.internal.safetensors" --seed 3)
arbolt sample --spark "$url" --shared s3a://bucket --help # builds, and fetches Spark and s3a://
"$home/cluster/standalone.sh" start 2 >>"$work/log"
sleep 5

cost() { # samples
  arbolt "${sample[@]}" --samples "$1" --spark "$url" --parts 4 --output "$work/cost"
  grep -a 'Spark: ' "$work/log" | tail -1
}
if [[ "${1:-}" == --cost ]]; then
  cost "${2:-24000}"
  exit
fi

arbolt "${sample[@]}" --samples 60 --output "$work/whole"
arbolt "${sample[@]}" --samples 60 --spark "$url" --parts 4 --output "$work/spark"
says "samples of 4 parts on two workers are those of one process" \
  same "$work/spark" "$work/whole" samples.npz samples.dcd config.yaml topology.pdb

energy=(energy "$work/whole/topology.pdb" "$work/whole/samples.dcd" --forces)
arbolt "${energy[@]}" --output "$work/whole.npz"
arbolt "${energy[@]}" --spark "$url" --parts 3 --output "$work/spark.npz"
says "energies and forces of 3 parts" cmp -s "$work/whole.npz" "$work/spark.npz"

arbolt "${sample[@]}" --samples 60 --spark "$url" --parts 3 --shared "file://$work/bucket" --output "$work/shared"
says "parts kept in a file system of Hadoop (file://)" same "$work/shared" "$work/whole" samples.npz samples.dcd

# S3 as a server of this machine speaks it, which keeps the bucket in a folder; keys are checked.
s3() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java status=0 key=arbolt secret=not-a-secret port=${ARBOLT_S3_PORT:-17078}
  mvn -q -B -f "$home/cluster/s3-server/pom.xml" dependency:copy-dependencies >>"$work/log" 2>&1 || return 1
  mkdir -p "$work/s3/bucket"
  printf '%s\n' s3proxy.authorization=aws-v2-or-v4 "s3proxy.identity=$key" "s3proxy.credential=$secret" \
    "s3proxy.endpoint=http://127.0.0.1:$port" jclouds.provider=filesystem "jclouds.filesystem.basedir=$work/s3" \
    "jclouds.identity=$key" "jclouds.credential=$secret" >"$work/s3.conf"
  "$java" -Xmx512m -cp "$home/cluster/s3-server/target/jars/*" org.gaul.s3proxy.Main --properties "$work/s3.conf" \
    >"$work/s3.log" 2>&1 &
  server=$!
  for _ in $(seq 300); do (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done
  ARBOLT_JVM="-Dspark.hadoop.fs.s3a.endpoint=http://127.0.0.1:$port -Dspark.hadoop.fs.s3a.path.style.access=true" \
    AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret \
    arbolt "${sample[@]}" --samples 60 --spark "$url" --parts 3 --shared s3a://bucket/run --output "$work/s3a" || status=1
  kill "$server" && server=""
  ((status == 0)) || { tail -5 "$work/s3.log" >&2; return 1; }
  [[ -f "$work/s3/bucket/run/2/_SUCCESS" ]] && same "$work/s3a" "$work/whole" samples.npz samples.dcd
}
says "parts kept in S3 (s3a://)" s3

md=(md Ace-A-Nme --frames 48 --ladders 4 --rungs 2 --cold-rungs 1 --equilibration 1 --spacing 0.2 --seed 3)
arbolt "${md[@]}" --output "$work/md"
arbolt "${md[@]}" --spark "$url" --parts 2 --output "$work/md-spark"
says "dynamics of 2 parts" same "$work/md-spark" "$work/md" trajectory.npz trajectory.dcd convergence.json

data=(data Ace-A-Nme --quick --frames 64 --seed 3)
arbolt "${data[@]}" --output "$work/data"
arbolt "${data[@]}" --spark "$url" --parts 2 --output "$work/data-spark"
says "a data set of 2 parts" same "$work/data-spark" "$work/data" train.npz val.npz test.npz data.json

printf 'AG\nSA\nGA\n' >"$work/list.txt"
screen=(screen "$work/list.txt" --samples 20 --model "$home/models/peptides.internal.safetensors")
arbolt "${screen[@]}" --output "$work/screen"
arbolt "${screen[@]}" --spark "$url" --output "$work/screen-spark"
says "a screen of 3 peptides" same "$work/screen-spark" "$work/screen" screen.json AG/samples.npz GA/metrics.json

mkdir -p "$work/poisoned.parts/2" && echo precious >"$work/poisoned.parts/2/thesis.txt"
poisoned() {
  ! arbolt "${sample[@]}" --samples 60 --spark "$url" --parts 4 --output "$work/poisoned" &&
    tail -1 "$work/log" | grep -q 'part 2/4 failed' && [[ -f "$work/poisoned.parts/4/samples.part.npz" ]] &&
    rm "$work/poisoned.parts/2/thesis.txt" &&
    arbolt "${sample[@]}" --samples 60 --spark "$url" --parts 4 --output "$work/poisoned" &&
    same "$work/poisoned" "$work/whole" samples.npz
}
says "a poisoned part is named, the others are kept, the same command goes on" poisoned

killed() {
  arbolt "${sample[@]}" --samples 4000 --output "$work/long" || return 1
  arbolt "${sample[@]}" --samples 4000 --spark "$url" --parts 4 --output "$work/killed" &
  local job=$! worker
  wait_for "$work/killed.parts/1/topology.pdb" || return 1
  worker=$(cat "$ARBOLT_SPARK/worker-1.pid")
  kill -9 "$worker" $(pgrep -P "$worker") # the worker and its executor, in the middle of a part
  ! compgen -G "$work/killed.parts/4/samples.part.npz" >/dev/null && wait "$job" &&
    same "$work/killed" "$work/long" samples.npz samples.dcd
}
says "a worker killed in the middle: the same bytes, nothing lost or doubled" killed
cost 400
exit "$((failures > 0))"
