# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  def test_greets_the_world
    assert_answers nil, 200, '{"message":"Hello, World!"}'
  end

  def test_greets_who_is_named
    assert_answers({ "name" => "Ada" }, 200, '{"message":"Hello, Ada!"}')
  end

  def test_refuses_a_name_too_long
    assert_answers({ "name" => "a" * 101 }, 400, '{"message":"name has more than 100 characters"}')
  end

  private

  def assert_answers(query, status, body)
    response = handler(event: { "rawPath" => "/", "queryStringParameters" => query }, context: nil)
    assert_equal [status, body], response.values_at(:statusCode, :body)
  end
end
