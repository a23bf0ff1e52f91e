# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  KEYS = { "id" => { "S" => "1" } }.freeze

  def test_reports_no_failure_when_there_is_none
    assert_equal [], failures_of(record("100", KEYS))
  end

  def test_stops_at_the_first_record_that_fails
    failures = failures_of(record("100", KEYS), record("200", {}), record("300", {}))
    assert_equal [{ itemIdentifier: "200" }], failures
  end

  private

  def failures_of(*records)
    handler(event: { "Records" => records }, context: nil)[:batchItemFailures]
  end

  def record(sequence_number, keys)
    { "eventName" => "INSERT", "dynamodb" => { "SequenceNumber" => sequence_number, "Keys" => keys } }
  end
end
