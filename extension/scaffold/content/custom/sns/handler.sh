#!/bin/sh
# Takes a message of a topic. After an error Lambda tries it again, twice by default, and then gives it to the failures
# queue.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

message=$(first_text "$event" Message)
if [ -z "$message" ]; then
  log ERROR 'the message is empty'
  exit 1
fi
# The work for one message goes here.
log INFO message "\"messageId\":\"$(first_text "$event" MessageId)\",\"size\":${#message}"
printf 'null'
