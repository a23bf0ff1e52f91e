#!/bin/bash
export AWS_EXECUTION_ENV=AWS_Lambda_ruby3.1
export GEM_HOME=/var/runtime
export GEM_PATH="${GEM_PATH:-/var/task/vendor/bundle/ruby/3.1.0:/opt/ruby/gems/3.1.0:/var/runtime:/usr/lib/ruby/gems/3.1.0}"
export RUBYLIB="${RUBYLIB:-/var/task:/var/runtime/lib:/opt/ruby/lib}"
set -- /var/lang/bin/ruby /var/runtime/bootstrap.rb
source /var/runtime/run-interpreter.sh
