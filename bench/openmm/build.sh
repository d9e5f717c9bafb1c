#!/usr/bin/env bash
# Compiles the OpenMM side of the benchmark:  bench/openmm/build.sh PROGRAM   (Debian: g++ libopenmm-dev
# libopenmm-plugins)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ ! -r /usr/include/OpenMM.h && -z "${OPENMM_DIR:-}" ]]; then
  echo "bench: OpenMM's headers are missing; install libopenmm-dev, or set OPENMM_DIR to an installation" >&2
  exit 2
fi
flags=()
if [[ -n "${OPENMM_DIR:-}" ]]; then
  flags=(-I"$OPENMM_DIR/include" -L"$OPENMM_DIR/lib" -Wl,-rpath,"$OPENMM_DIR/lib")
fi
g++ -O3 -march=native -std=c++17 -o "$1" "$here/peer.cpp" "${flags[@]}" -lOpenMM
