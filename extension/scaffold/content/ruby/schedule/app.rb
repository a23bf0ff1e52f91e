# frozen_string_literal: true

require_relative "json_logger"

LOGGER = JsonLogger.create

# Runs when the schedule is due. A run may come twice, or be tried again after an exception: it must bear that.
def handler(event:, context:)
  # The work for one run goes here.
  LOGGER.info({ message: "run", scheduledFor: event["time"], requestId: context&.aws_request_id })
  nil
end
