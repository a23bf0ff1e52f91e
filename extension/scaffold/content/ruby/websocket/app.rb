# frozen_string_literal: true

require "json"
require_relative "json_logger"

LOGGER = JsonLogger.create

# Takes what happens on the connections of a WebSocket API. To write to a client at any time, post to its connection
# with the API Gateway Management API.
def handler(event:, context:)
  connection = event.dig("requestContext", "connectionId")
  log = { connectionId: connection, requestId: context&.aws_request_id }
  case event.dig("requestContext", "routeKey")
  when "$connect"
    LOGGER.info({ message: "connected", **log })
  when "$disconnect"
    LOGGER.info({ message: "disconnected", **log })
  else
    return receive(event["body"], log)
  end
  { statusCode: 200 }
end

def receive(body, log)
  message = parse(body)
  if message.nil?
    LOGGER.warn({ message: "message is no JSON object", **log })
    return { statusCode: 400 }
  end
  # The work for one message goes here.
  LOGGER.info({ message: "message received", fields: message.size, **log })
  { statusCode: 200 }
end

def parse(body)
  message = JSON.parse(body.to_s)
  message if message.is_a?(Hash)
rescue JSON::ParserError
  nil
end
