#!/bin/sh
# ExecReload= of the service: asks the process $1 for a reload, and fails if it refuses the configuration.
set -e
cd "$RUNTIME_DIRECTORY"
: >asked
kill -HUP "$1"
# The service writes its reasons to "refused" first, and then removes "asked".
while [ -e asked ]; do
  kill -0 "$1"
  sleep 0.1
done
if [ -s refused ]; then
  echo 'smgw-proxy: not reloaded, the service goes on as before:' >&2
  cat refused >&2
  exit 1
fi
