#!/bin/sh
# Takes what changed in a bucket. After an error Lambda tries the whole event again, twice by default: what is done for
# an object must bear being done again.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

process() {
  [ -n "$3" ] || return 1
  # The work for one object goes here. S3 sends keys URL-encoded, with + for a space.
  log INFO object "\"event\":\"$1\",\"bucket\":\"$2\",\"key\":\"$3\""
}

printf '%s' "$event" | texts 'eventName|name|key' | {
  status=0
  while read -r field value; do
    case $field in
      eventName) change=$value ;;
      name) bucket=$value ;;
      key) process "$change" "$bucket" "$value" || status=1 ;;
    esac
  done
  exit "$status"
}
printf 'null'
