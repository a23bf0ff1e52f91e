# frozen_string_literal: true

# A Runtime API loop of this project's own: AWS's aws_lambda_ric gem is neither in Debian nor in any other package
# the test machines reach. It knows what the tests use: handlers, context, error payloads.

require 'json'
require 'net/http'

$stdout.sync = true

class Context
  attr_reader :aws_request_id, :invoked_function_arn, :deadline_ms, :identity, :client_context

  def initialize(headers)
    @aws_request_id = headers['lambda-runtime-aws-request-id']
    @invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
    @deadline_ms = headers['lambda-runtime-deadline-ms'].to_i
    @identity = parse(headers['lambda-runtime-cognito-identity'])
    @client_context = parse(headers['lambda-runtime-client-context'])
  end

  def function_name = ENV.fetch('AWS_LAMBDA_FUNCTION_NAME', nil)
  def function_version = ENV.fetch('AWS_LAMBDA_FUNCTION_VERSION', nil)
  def memory_limit_in_mb = ENV.fetch('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', nil)
  def log_group_name = ENV.fetch('AWS_LAMBDA_LOG_GROUP_NAME', nil)
  def log_stream_name = ENV.fetch('AWS_LAMBDA_LOG_STREAM_NAME', nil)

  def get_remaining_time_in_millis
    remaining = deadline_ms - (Process.clock_gettime(Process::CLOCK_REALTIME) * 1000).to_i
    [remaining, 0].max
  end

  private

  def parse(json) = json.nil? || json.empty? ? nil : JSON.parse(json)
end

class RuntimeApi
  def initialize(address)
    host, port = address.split(':')
    @http = Net::HTTP.new(host, port.to_i)
    @http.read_timeout = nil
    @http.start
  end

  def next_invocation = @http.get('/2018-06-01/runtime/invocation/next')

  def respond(request_id, body)
    @http.post("/2018-06-01/runtime/invocation/#{request_id}/response", body, 'Content-Type' => 'application/json')
  end

  def fail_invocation(request_id, error) = report("invocation/#{request_id}/error", 'Function', error)
  def fail_init(error) = report('init/error', 'Init', error)

  private

  def report(path, phase, error)
    type = "#{phase}<#{error.class}>"
    body = { errorMessage: error.message, errorType: type, stackTrace: error.backtrace || [] }
    puts JSON.generate(body)
    @http.post("/2018-06-01/runtime/#{path}", JSON.generate(body), 'Lambda-Runtime-Function-Error-Type' => type)
  end
end

# `file.method`, or `file.Module::Class.method`.
def load_handler(name)
  file, *owner, method = name.split('.')
  raise ArgumentError, "Invalid handler #{name}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD" if method.nil?

  require File.join(ENV.fetch('LAMBDA_TASK_ROOT'), file)
  owner.empty? ? method(method) : Kernel.const_get(owner.first).method(method)
end

api = RuntimeApi.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'))
begin
  handler = load_handler(ENV.fetch('_HANDLER'))
rescue StandardError, ScriptError => e
  api.fail_init(e)
  exit 1
end

loop do
  invocation = api.next_invocation
  ENV['_X_AMZN_TRACE_ID'] = invocation['lambda-runtime-trace-id']
  context = Context.new(invocation)
  begin
    answer = JSON.generate(handler.call(event: JSON.parse(invocation.body), context: context))
    api.respond(context.aws_request_id, answer)
  rescue StandardError, ScriptError => e
    api.fail_invocation(context.aws_request_id, e)
  end
end
