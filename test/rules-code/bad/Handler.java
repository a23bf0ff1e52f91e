// handlers:
package orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

public class Handler implements RequestHandler<String, String> {
  private static final String ACCESS_KEY = "%ACCESS_KEY_ID%"; // expect: secret-in-code
  private static final String SECRET_KEY = "%SECRET_ACCESS_KEY%"; // expect: secret-in-code
  private static final String DB_PASSWORD = "Wint3r!2024"; // expect: secret-in-code
  private static final String TABLE = System.getenv("TABLE_NAME");

  @Override
  public String handleRequest(String input, Context context) {
    return TABLE + ACCESS_KEY + SECRET_KEY + DB_PASSWORD;
  }
}
