#!/bin/sh
. "$(dirname "$0")/check.sh"

check 'greets who is named' '{"queryStringParameters":{"name":"Ada"},"path":"/{{function-name}}"}' \
  '{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{\"message\":\"Hello, Ada!\"}"}'
check 'greets the world when nobody is named' '{"queryStringParameters":null,"path":"/{{function-name}}"}' \
  '{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{\"message\":\"Hello, World!\"}"}'
check 'refuses a name with escapes' '{"queryStringParameters":{"name":"a\\b"},"path":"/{{function-name}}"}' \
  '{"statusCode":400,"headers":{"Content-Type":"application/json"},"body":"{\"message\":\"name has characters that are not understood\"}"}'

exit "$failed"
