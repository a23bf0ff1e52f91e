# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  def test_lets_clients_come_and_go
    assert_equal 200, status_of("$connect")
    assert_equal 200, status_of("$disconnect")
  end

  def test_takes_a_message
    assert_equal 200, status_of("$default", '{"action":"greet"}')
  end

  def test_refuses_what_is_no_object
    assert_equal 400, status_of("$default", "hello")
    assert_equal 400, status_of("$default", "[]")
    assert_equal 400, status_of("$default")
  end

  private

  def status_of(route, body = nil)
    event = { "requestContext" => { "routeKey" => route, "connectionId" => "abc=" }, "body" => body }
    handler(event: event, context: nil)[:statusCode]
  end
end
