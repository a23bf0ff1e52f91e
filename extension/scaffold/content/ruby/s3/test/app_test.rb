# frozen_string_literal: true

require "minitest/autorun"
require_relative "../app"

class AppTest < Minitest::Test
  def test_takes_an_object
    assert_nil call("summer+2026/sea.jpg")
  end

  def test_fails_for_a_record_without_object
    assert_raises(ArgumentError) { call("") }
  end

  private

  def call(key)
    record = {
      "eventName" => "ObjectCreated:Put",
      "s3" => { "bucket" => { "name" => "photos" }, "object" => { "key" => key, "size" => 3 } }
    }
    handler(event: { "Records" => [record] }, context: nil)
  end
end
