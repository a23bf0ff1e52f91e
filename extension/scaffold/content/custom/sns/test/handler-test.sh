#!/bin/sh
. "$(dirname "$0")/check.sh"

check 'takes a message' '{"Records":[{"Sns":{"MessageId":"95df01b4","Message":"An order was placed"}}]}' 'null'
fails 'for an empty message, so that it ends up in the failures queue' \
  '{"Records":[{"Sns":{"MessageId":"95df01b4","Message":""}}]}'

exit "$failed"
