# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  EVENT = { "id" => "1", "source" => "example.orders", "detail-type" => "OrderPlaced" }.freeze

  def test_takes_an_event
    assert_nil handler(event: { **EVENT, "detail" => { "orderId" => "42" } }, context: nil)
  end

  def test_fails_for_an_event_without_detail
    assert_raises(ArgumentError) { handler(event: EVENT, context: nil) }
  end
end
