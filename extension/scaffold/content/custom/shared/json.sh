# Reads JSON with what the OS-only runtime has: enough for events whose shape is known. For more, put jq into a layer.

# Prints a line with name and value for each text of these names in the JSON on standard input, in their order:
# `texts 'key|size'`. Values keep their escapes, so that they can be put into JSON again.
texts() {
  tr -d '\n' | grep -oE "\"($1)\" *: *\"([^\"\\\\]|\\\\.)*\"" | sed -E 's/^"([^"]*)" *: *"(.*)"$/\1 \2/'
}

# The first text of a name: `first_text "$event" name`.
first_text() {
  printf '%s' "$1" | texts "$2" | sed -n '1s/^[^ ]* //p'
}

# Writes a line to the log: `log INFO 'message received' '"size":12'`; the fields are JSON.
log() {
  printf '{"level":"%s","message":"%s","requestId":"%s"%s}\n' "$1" "$2" "${REQUEST_ID:-}" "${3:+,$3}" >&2
}
