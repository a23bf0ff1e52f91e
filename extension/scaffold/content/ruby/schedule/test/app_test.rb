# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  def test_runs
    event = {
      "detail-type" => "Scheduled Event",
      "source" => "aws.events",
      "time" => "2026-03-01T12:00:00Z",
      "resources" => ["arn:aws:events:us-east-1:123456789012:rule/hourly"]
    }
    assert_nil handler(event: event, context: nil)
  end
end
