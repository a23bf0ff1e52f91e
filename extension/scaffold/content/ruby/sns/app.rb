# frozen_string_literal: true

require_relative "json_logger"

LOGGER = JsonLogger.create

# Takes what is published to a topic. An exception makes Lambda try the whole event again, twice by default: what is
# done for a message must bear being done again.
def handler(event:, context:)
  event.fetch("Records").each { |record| process(record.fetch("Sns"), context) }
  nil
end

def process(message, context)
  text = message["Message"].to_s
  raise ArgumentError, "Message #{message["MessageId"]} is empty." if text.empty?

  # The work for one message goes here.
  LOGGER.info({ message: "message", messageId: message["MessageId"], requestId: context&.aws_request_id })
end
