#!/bin/sh
. "$(dirname "$0")/check.sh"

change() {
  printf '{"eventName":"%s","dynamodb":{"Keys":{"id":{"S":"1"}},"SequenceNumber":"%s"}}' "$1" "$2"
}

check 'takes changes of items' "{\"Records\":[$(change INSERT 111)]}" '{"batchItemFailures":[]}'
check 'reports the first change that failed' \
  "{\"Records\":[$(change INSERT 111),$(change WRONG 222),$(change WRONG 333)]}" \
  '{"batchItemFailures":[{"itemIdentifier":"222"}]}'

exit "$failed"
