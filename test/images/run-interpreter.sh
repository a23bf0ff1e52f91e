# Sourced by every managed runtime's bootstrap, which hands it the interpreter's whole command line.
if [ -z "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  exec "$@"
fi
if [ ! -f "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  echo "$AWS_LAMBDA_EXEC_WRAPPER: does not exist" 1>&2
  exit 127
fi
if [ ! -x "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  echo "$AWS_LAMBDA_EXEC_WRAPPER: is not an executable" 1>&2
  exit 126
fi
exec -- "$AWS_LAMBDA_EXEC_WRAPPER" "$@"
