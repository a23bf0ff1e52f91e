# frozen_string_literal: true

require_relative "json_logger"

LOGGER = JsonLogger.create

# Takes the changes of a table in their order. Lambda goes on from the record that is reported as failed, so those after
# it wait.
def handler(event:, context:)
  failed = event.fetch("Records").find { |record| !succeeds?(record, context) }
  { batchItemFailures: failed.nil? ? [] : [{ itemIdentifier: failed.dig("dynamodb", "SequenceNumber") }] }
end

def succeeds?(record, context)
  process(record, context)
  true
rescue StandardError => e
  number = record.dig("dynamodb", "SequenceNumber")
  LOGGER.error(
    {
      message: "record failed",
      sequenceNumber: number,
      error: "#{e.class}: #{e.message}",
      at: e.backtrace&.first
    }
  )
  false
end

def process(record, context)
  keys = record.dig("dynamodb", "Keys")
  raise ArgumentError, "The record has no keys." if keys.nil? || keys.empty?

  # The work for one change goes here.
  LOGGER.info({ message: record["eventName"], keys: keys.keys, requestId: context&.aws_request_id })
end
