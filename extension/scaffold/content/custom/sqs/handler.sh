#!/bin/sh
# Takes a batch of messages. Those it reports as failed come again, and at last go to the dead-letter queue; the others
# are done.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

process() {
  case $2 in '{'*'}') ;; *) return 1 ;; esac
  # The work for one message goes here.
  log INFO message "\"messageId\":\"$1\""
}

failures=$(printf '%s' "$event" | texts 'messageId|body' | {
  separator=
  while read -r field value; do
    case $field in
      messageId) id=$value ;;
      body)
        process "$id" "$value" && continue
        log ERROR 'message failed' "\"messageId\":\"$id\""
        printf '%s{"itemIdentifier":"%s"}' "$separator" "$id"
        separator=,
        ;;
    esac
  done
})
printf '{"batchItemFailures":[%s]}' "$failures"
