#!/bin/sh
. "$(dirname "$0")/check.sh"

object() {
  printf '{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"photos"},"object":{"key":"%s"}}}]}' "$1"
}

check 'takes objects whose keys have spaces' "$(object 'a+photo.jpg')" 'null'
fails 'when an object does, so that Lambda tries again' "$(object '')"

exit "$failed"
