# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  def test_takes_a_message
    assert_nil call("Order 42 was placed.")
  end

  def test_fails_for_an_empty_message
    assert_raises(ArgumentError) { call("") }
  end

  private

  def call(message)
    handler(event: { "Records" => [{ "Sns" => { "MessageId" => "1", "Message" => message } }] }, context: nil)
  end
end
