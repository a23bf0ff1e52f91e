# frozen_string_literal: true

require "json"
require_relative "json_logger"

LOGGER = JsonLogger.create

# Takes a batch of messages. Those it reports as failed come again, and at last go to the dead-letter queue; the others
# are done.
def handler(event:, context:)
  failed = event.fetch("Records").reject { |message| succeeds?(message, context) }
  { batchItemFailures: failed.map { |message| { itemIdentifier: message["messageId"] } } }
end

def succeeds?(message, context)
  process(message, context)
  true
rescue StandardError => e
  LOGGER.error(
    {
      message: "message failed",
      messageId: message["messageId"],
      error: "#{e.class}: #{e.message}",
      at: e.backtrace&.first
    }
  )
  false
end

def process(message, context)
  body = JSON.parse(message.fetch("body"))
  raise ArgumentError, "The body is no JSON object." unless body.is_a?(Hash)

  # The work for one message goes here.
  LOGGER.info({ message: "message", messageId: message["messageId"], requestId: context&.aws_request_id })
end
