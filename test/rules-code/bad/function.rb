# handlers:
require "json"

DATABASE = { "password" => "Wint3r!2024", host: "db" } # expect: secret-in-code
API_KEY = '4fe1c09a7b2d83e65f10' # expect: secret-in-code

def handler(event:, context:)
  { statusCode: 200, body: JSON.generate(DATABASE) }
end
