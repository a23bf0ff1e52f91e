// handlers:
using Amazon.Lambda.Core;

public class Function
{
    private const string PasswordParameter = "/orders/prod/password1";
    private const string Password = "password";
    private static readonly string ApiKey = Environment.GetEnvironmentVariable("API_KEY") ?? "";
    private readonly string connection = $"Server={Environment.GetEnvironmentVariable("HOST")};Password={Password};";

    public string Handle(string input, ILambdaContext context)
    {
        var token = "<token>";
        var secret = "{{secret}}";
        return $"{token}{secret}{ApiKey}{connection}{PasswordParameter}";
    }
}
