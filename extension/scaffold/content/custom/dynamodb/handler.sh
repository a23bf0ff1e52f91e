#!/bin/sh
# Takes changes of a table's items in their order. It stops at the first one that fails: Lambda goes on from there, and
# gives it to the failures queue when it fails again and again.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

process() {
  case $1 in INSERT | MODIFY | REMOVE) ;; *) return 1 ;; esac
  # The work for one change goes here.
  log INFO change "\"event\":\"$1\",\"sequenceNumber\":\"$2\""
}

failures=$(printf '%s' "$event" | texts 'eventName|SequenceNumber' | while read -r field value; do
  case $field in
    eventName) change=$value ;;
    SequenceNumber)
      process "$change" "$value" && continue
      log ERROR 'change failed' "\"sequenceNumber\":\"$value\""
      printf '{"itemIdentifier":"%s"}' "$value"
      break
      ;;
  esac
done)
printf '{"batchItemFailures":[%s]}' "$failures"
