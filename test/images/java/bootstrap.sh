#!/bin/bash
export AWS_EXECUTION_ENV=AWS_Lambda_java17
memory_mb="${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-512}"
set -- /var/lang/bin/java "-Xmx$((memory_mb * 8 / 10))m" -XX:+UseSerialGC -XX:+TieredCompilation -XX:TieredStopAtLevel=1 \
  -cp "/var/runtime/lib/*" com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
source /var/runtime/run-interpreter.sh
