# frozen_string_literal: true

require_relative "json_logger"

LOGGER = JsonLogger.create

# Takes an event that a rule of EventBridge lets through. An exception makes Lambda try it again, twice by default.
def handler(event:, context:)
  detail = event["detail"]
  raise ArgumentError, "The detail of event #{event["id"]} is no object." unless detail.is_a?(Hash)

  # The work for one event goes here.
  LOGGER.info({ message: event["detail-type"], source: event["source"], requestId: context&.aws_request_id })
  nil
end
