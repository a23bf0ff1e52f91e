# frozen_string_literal: true

require_relative "json_logger"

MAX_NAME_LENGTH = 100
LOGGER = JsonLogger.create

# Greets who the event names.
def handler(event:, context:)
  name = event["name"].to_s.strip
  name = "World" if name.empty?
  raise ArgumentError, "name has more than #{MAX_NAME_LENGTH} characters" if name.length > MAX_NAME_LENGTH

  LOGGER.info({ message: "greeting", name: name, requestId: context&.aws_request_id })
  { message: "Hello, #{name}!" }
end
