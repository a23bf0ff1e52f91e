#!/bin/sh
. "$(dirname "$0")/check.sh"

for route in '$connect' '$disconnect' '$default'; do
  check "answers $route" \
    '{"requestContext":{"routeKey":"'"$route"'","connectionId":"c1"},"body":"{\"action\":\"say\"}"}' '{"statusCode":200}'
done
check 'refuses a message that is no JSON' \
  '{"requestContext":{"routeKey":"$default","connectionId":"c1"},"body":"hello"}' '{"statusCode":400}'

exit "$failed"
