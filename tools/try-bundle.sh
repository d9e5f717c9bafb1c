#!/usr/bin/env bash
# Makes a bundle and runs it where there is nothing but the few programs that its launcher calls: no Java, no Maven.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/arbolt" bundle --output "$work/bundle.tar.gz"
tar -C "$work" -xzf "$work/bundle.tar.gz"
mkdir "$work/programs"
for program in bash dirname nproc readlink; do ln -s "$(command -v "$program")" "$work/programs"; done
cd "$work"/arbolt-*/

arbolt() { env -i HOME="$work" PATH="$work/programs" ./bin/arbolt "$@"; }
check() { # what command...
  "${@:2}" >"$work/log" 2>&1 || { cat "$work/log"; echo "FAILS   $1"; exit 1; }
  echo "holds   $1"
}
check "the launcher needs no Java and no Maven" arbolt --version
check "samples of a model that ships" arbolt sample Ace-A-Nme --model models/Ace-A-Nme.internal.safetensors \
  --samples 200 --output "$work/run"
[[ ! -e "$home/.git" ]] || check "the run names the commit" grep -q '"git"' "$work/run/run.json"
check "help of training" arbolt train --help
