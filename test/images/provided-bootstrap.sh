#!/bin/bash
# The OS-only search order: the function's own bootstrap, then a layer's. No wrapper: AWS does not support one here.
for bootstrap in /var/task/bootstrap /opt/bootstrap; do
  if [ -e "$bootstrap" ]; then
    exec "$bootstrap"
  fi
done
echo "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]" 1>&2
exit 127
