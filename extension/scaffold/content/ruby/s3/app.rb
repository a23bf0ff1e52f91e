# frozen_string_literal: true

require "uri"
require_relative "json_logger"

LOGGER = JsonLogger.create

# Takes what changed in a bucket. An exception makes Lambda try the whole event again, twice by default: what is done
# for a record must bear being done again.
def handler(event:, context:)
  event.fetch("Records").each { |record| process(record, context) }
  nil
end

def process(record, context)
  bucket = record.dig("s3", "bucket", "name")
  # Keys come with + for a space.
  key = URI.decode_www_form_component(record.dig("s3", "object", "key").to_s)
  raise ArgumentError, "The record names no object." if key.empty?

  # The work for one object goes here.
  LOGGER.info({ message: record["eventName"], bucket: bucket, key: key, requestId: context&.aws_request_id })
end
