# frozen_string_literal: true

require "json"
require_relative "json_logger"

MAX_NAME_LENGTH = 100
LOGGER = JsonLogger.create

# Greets who the query parameter "name" names. Requests come from an HTTP API or a function URL (payload format 2.0).
def handler(event:, context:)
  LOGGER.info(
    {
      message: "request",
      method: event.dig("requestContext", "http", "method"),
      path: event["rawPath"],
      requestId: context&.aws_request_id
    }
  )
  name = event.dig("queryStringParameters", "name").to_s.strip
  name = "World" if name.empty?
  return reply(400, "name has more than #{MAX_NAME_LENGTH} characters") if name.length > MAX_NAME_LENGTH

  reply(200, "Hello, #{name}!")
end

def reply(status, message)
  {
    statusCode: status,
    headers: { "Content-Type" => "application/json" },
    body: JSON.generate({ message: message })
  }
end
