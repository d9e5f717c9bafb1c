#!/usr/bin/env bash
# Packs Arbolt with its own Java: a folder with a runtime that jlink makes, the program's jars, the models that ship, and
# the launcher. ./arbolt bundle builds the program first and then calls this.
#   tools/bundle.sh JAVA_HOME [FILE.tar.gz]
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jdk=$1
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
folder="$stage/arbolt"
mkdir -p "$folder/bin" "$folder/lib"

cp "$home/app/target/arbolt.jar" "$home"/app/target/lib/*.jar "$folder/lib"
cp -r "$home/models" "$folder"
cp "$home/arbolt" "$home/LICENSE" "$home/NOTICE" "$home/CITATION.cff" "$folder"
ln -s ../arbolt "$folder/bin/arbolt"
git -C "$home" describe --always --dirty --abbrev=12 >"$folder/COMMIT" 2>/dev/null || rm "$folder/COMMIT"

# The modules that the jars import. The one for vectors is reached by an option, so no jar names it.
modules=$("$jdk/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps "$folder"/lib/*.jar)
"$jdk/bin/jlink" --add-modules "$modules,jdk.incubator.vector" --no-header-files --no-man-pages --compress zip-6 \
  --output "$folder/runtime"

version=$("$folder/bin/arbolt" --version) # "arbolt VERSION, Java …": the bundle's first trial
version=${version#arbolt } version=${version%%,*}
name="arbolt-$version"
mv "$folder" "$stage/$name"
output=${2:-$home/target/$name-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m).tar.gz}
mkdir -p "$(dirname "$output")"
tar -C "$stage" -czf "$output.part" "$name"
mv "$output.part" "$output"
echo "bundle: $output, $(($(wc -c <"$output") / 1000000)) MB; unpack it anywhere and run $name/arbolt --help"
