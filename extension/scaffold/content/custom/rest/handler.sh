#!/bin/sh
# Greets who the query parameter "name" names. Requests come from a REST API (payload format 1.0).
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

reply() {
  printf '{"statusCode":%s,"headers":{"Content-Type":"application/json"},"body":"{\\"message\\":\\"%s\\"}"}' "$1" "$2"
}

# The name is looked for in the query parameters alone: nothing in them holds braces.
name=$(first_text "$(printf '%s' "$event" | tr -d '\n' | sed -nE 's/.*"queryStringParameters" *: *\{([^}]*)\}.*/\1/p')" name)
log INFO request "\"path\":\"$(first_text "$event" path)\""
# The work for one request goes here.
case $name in
  *\\*) reply 400 'name has characters that are not understood' ;;
  *) if [ ${#name} -gt 100 ]; then reply 400 'name has more than 100 characters'; else reply 200 "Hello, ${name:-World}!"; fi ;;
esac
