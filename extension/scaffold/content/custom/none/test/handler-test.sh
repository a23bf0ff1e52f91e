#!/bin/sh
. "$(dirname "$0")/check.sh"

check 'greets who is named' '{"name":"Ada"}' '{"message":"Hello, Ada!"}'
check 'keeps escapes' '{"name":"\"A\""}' '{"message":"Hello, \"A\"!"}'
check 'greets the world when nobody is named' '{}' '{"message":"Hello, World!"}'
fails 'for a name that is too long' '{"name":"'"$(printf '%0101d' 0)"'"}'

exit "$failed"
