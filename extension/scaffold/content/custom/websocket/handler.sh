#!/bin/sh
# Takes what happens on the connections of a WebSocket API. To write to a client at any time, post to its connection
# with the API Gateway Management API.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)
route=$(first_text "$event" routeKey)
connection=$(first_text "$event" connectionId)
body=$(first_text "$event" body)

case $route,$body in
  '$connect',* | '$disconnect',* | *,'{'*'}')
    # The work for one message goes here.
    log INFO "$route" "\"connectionId\":\"$connection\""
    printf '{"statusCode":200}'
    ;;
  *)
    log WARN 'message is no JSON object' "\"connectionId\":\"$connection\""
    printf '{"statusCode":400}'
    ;;
esac
