#!/bin/sh
. "$(dirname "$0")/check.sh"

message() {
  printf '{"messageId":"%s","body":"%s"}' "$1" "$2"
}

check 'takes messages' "{\"Records\":[$(message m1 '{\"orderId\":\"1\"}'),$(message m2 '{}')]}" '{"batchItemFailures":[]}'
check 'reports the messages that failed, and only those' \
  "{\"Records\":[$(message m1 text),$(message m2 '{}'),$(message m3 text)]}" \
  '{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m3"}]}'

exit "$failed"
