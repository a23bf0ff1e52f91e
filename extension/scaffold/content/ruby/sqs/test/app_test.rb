# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  def test_reports_no_failure_when_there_is_none
    assert_equal [], failures_of("good" => '{"orderId":"42"}')
  end

  def test_reports_only_the_messages_that_failed
    failures = failures_of("bad" => "no JSON", "good" => '{"orderId":"42"}', "list" => "[]")
    assert_equal [{ itemIdentifier: "bad" }, { itemIdentifier: "list" }], failures
  end

  private

  def failures_of(bodies)
    records = bodies.map { |id, body| { "messageId" => id, "body" => body } }
    handler(event: { "Records" => records }, context: nil)[:batchItemFailures]
  end
end
