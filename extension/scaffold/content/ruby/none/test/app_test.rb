# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  def test_greets_the_world
    assert_equal({ message: "Hello, World!" }, handler(event: {}, context: nil))
  end

  def test_greets_who_is_named
    assert_equal({ message: "Hello, Ada!" }, handler(event: { "name" => "Ada" }, context: nil))
  end

  def test_refuses_a_name_too_long
    assert_raises(ArgumentError) { handler(event: { "name" => "a" * 101 }, context: nil) }
  end
end
