#!/bin/sh
. "$(dirname "$0")/check.sh"

check 'takes an event of the rule' \
  '{"id":"7bf73129","detail-type":"OrderPlaced","source":"example.orders","detail":{"orderId":"1"}}' 'null'
fails 'for an event without a type' '{"id":"7bf73129","detail":{}}'

exit "$failed"
