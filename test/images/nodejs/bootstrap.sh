#!/bin/bash
export AWS_EXECUTION_ENV=AWS_Lambda_nodejs@MAJOR@.x
if [ -z "$NODE_PATH" ]; then
  export NODE_PATH=/opt/nodejs/node@MAJOR@/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task
fi

memory_mb="${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-128}"
new_space_mb=$((memory_mb / 10))
set -- /var/lang/bin/node --expose-gc --max-http-header-size 81920 \
  "--max-semi-space-size=$((new_space_mb / 2))" "--max-old-space-size=$((memory_mb - new_space_mb))" \
  /var/runtime/index.mjs
source /var/runtime/run-interpreter.sh
