#!/bin/bash
# The contract of AWS's base images; the emulator they carry for the other case is not in the stand-ins.
if [ $# -ne 1 ]; then
  echo "entrypoint requires the handler name to be the first argument" 1>&2
  exit 142
fi
export _HANDLER="$1"

if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  echo "AWS_LAMBDA_RUNTIME_API is not set, and the stand-in image has no emulator" 1>&2
  exit 1
fi
exec /var/runtime/bootstrap
