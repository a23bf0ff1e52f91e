# frozen_string_literal: true

require "json"
require "logger"
require "time"

# Writes one JSON object a line, which CloudWatch Logs can search by field. Log with a hash for fields of your own.
module JsonLogger
  def self.create(level: ENV.fetch("AWS_LAMBDA_LOG_LEVEL", "INFO"))
    Logger.new($stdout, level: level.sub(/\ATRACE\z/, "DEBUG"), formatter: method(:line))
  end

  def self.line(severity, time, _program, message)
    fields = message.is_a?(Hash) ? message : { message: message.to_s }
    "#{JSON.generate({ timestamp: time.utc.iso8601(3), level: severity, **fields.compact })}\n"
  end
end
