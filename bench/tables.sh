# Tables of the network benches, read by network.sh and gpu.sh: shapes (layers, channels, heads, bins, tokens, batch) come from
# standard input, each behind a name and a number of repeats; `peer` and `arbolt` are the two programs, defined by the
# reader.
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
rounded() { awk "BEGIN { printf \"%.0f\", $1 }"; }
least() { printf '%s\n' "$@" | sort -g | head -1; }

training_table() {
  echo "| training step, ms | PyTorch float32 / bfloat16 | Arbolt float32 | Arbolt bfloat16 | best PyTorch : best Arbolt |"
  echo "|---|---|---|---|---|"
  local name steps shape a b c d
  while read -r name steps shape; do
    a=$(peer train $shape "$steps" float32) b=$(peer train $shape "$steps" bfloat16)
    c=$(arbolt train $shape "$steps" FLOAT32) d=$(arbolt train $shape "$steps" MIXED)
    echo "| $name: $shape | $a / $b | $c | $d | $(ratio "$(least "$a" "$b")" "$(least "$c" "$d")") |"
  done
  echo
  echo "Shapes: layers, channels, heads, bins, tokens, batch."
  echo
}

generation_table() {
  echo "| generation, ms per token of a batch | PyTorch float32 | Arbolt float32 | PyTorch : Arbolt | Arbolt, samples/s | tokens/s |"
  echo "|---|---|---|---|---|---|"
  local name repeats shape a b tokens batch
  while read -r name repeats shape; do
    a=$(peer generate $shape "$repeats") b=$(arbolt generate $shape "$repeats")
    read -r _ _ _ _ tokens batch <<<"$shape"
    echo "| $name: $shape | $a | $b | $(ratio "$a" "$b") | $(rounded "1e3 * $batch / $tokens / $b") | $(rounded "1e3 * $batch / $b") |"
  done
  echo
}
