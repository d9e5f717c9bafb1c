#!/usr/bin/env bash
# Constants of the cost model of docs/cluster.md, measured here: bench/parts.sh [PARTS], 100,000 parts by default.
# Prints CPU seconds and bytes per sample, energy and frame, what starting a part costs, and what merging that
# many costs. Processor seconds, of all cores together, hold on a busy machine too; those by the clock need a quiet one.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
parts=${1:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
model="$home/models/AAA.internal.safetensors"
system=(--force-field amber14-obc1 --cutoff 2 --temperature 310)

# Runs a command silently; prints its seconds and its largest resident memory.
measured() {
  /usr/bin/time -o "$work/time" -f "%U s of processors, %S s of the system, %e s by the clock, %M kB" "$@" >"$work/out" 2>&1 ||
    { cat "$work/out" >&2; kill $$; }
  cat "$work/time"
}

# One sample, then many: what is left after the difference is what a part costs before its first sample.
echo "sample, 1 of AAA:         $(measured "$home/arbolt" sample AAA --model "$model" "${system[@]}" --samples 1 -o "$work/s1")"
echo "sample, 1000 of AAA:      $(measured "$home/arbolt" sample AAA --model "$model" "${system[@]}" --samples 1000 -o "$work/s2")"
echo "  bytes a sample:         $(( $(stat -c %s "$work/s2/samples.npz") / 1000 )) in samples.npz"
echo "energy, 1 frame of AAA:   $(measured "$home/arbolt" energy "$work/s1/topology.pdb" "$work/s1/samples.npz" --force-field amber14-obc1 --cutoff 2 -o "$work/e1.npz")"
python3 - "$work" <<'PY'
import sys, numpy as np
positions = np.load(sys.argv[1] + "/s2/samples.npz")["positions"]
np.save(sys.argv[1] + "/frames.npy", np.tile(positions, (100, 1, 1)))
PY
echo "energy, 100000 of AAA:    $(measured "$home/arbolt" energy "$work/s1/topology.pdb" "$work/frames.npy" --force-field amber14-obc1 --cutoff 2 -o "$work/e2.npz")"
echo "  bytes an energy:        $(( $(stat -c %s "$work/e2.npz") / 100000 )), and $(( $(stat -c %s "$work/frames.npy") / 100000 )) of its frame"
echo "md, 1920 frames of AAA:   $(measured "$home/arbolt" md AAA "${system[@]}" --friction 0.3 --frames 1920 --equilibration 0 --rungs 5 -o "$work/md")"

# One part as real as any, and as many copies of it as are wanted, each with its own number.
"$home/arbolt" sample AAA --model "$model" "${system[@]}" --samples "$parts" --part "1/$parts" -o "$work/one" >/dev/null 2>&1
python3 - "$work" "$parts" <<'PY'
import os, sys
work, parts = sys.argv[1], int(sys.argv[2])
files = {f: open(f"{work}/one/{f}", "rb").read() for f in ("run.json", "samples.part.npz", "config.yaml")}
for i in range(1, parts + 1):
    folder = f"{work}/parts/{i}"
    os.makedirs(folder)
    for name, data in files.items():
        with open(f"{folder}/{name}", "wb") as out:
            out.write(data.replace(b"\n  number: 1\n", b"\n  number: %d\n" % i))
PY
echo "bytes of a part beside its samples: $(cat "$work"/parts/1/{run.json,config.yaml} | wc -c)"
echo "merge of $parts parts, 512 MB for Java: $(ARBOLT_JVM=-Xmx512m measured "$home/arbolt" merge "$work/parts" -o "$work/merged")"
ls -l "$work/merged/samples.npz" | awk '{print "  its samples.npz: " $5 " bytes"}'
