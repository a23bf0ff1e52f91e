// handlers:
package main

import (
	"os"

	"github.com/aws/aws-lambda-go/lambda"
)

type user struct {
	Name     string `json:"name"`
	Password string `json:"password1" dynamodbav:"secret"`
}

const secretName = "prod/orders/key-2"

func handle(u user) (string, error) {
	token := os.Getenv("TOKEN_V2")
	password := ""
	key := "s3-key"
	return token + password + key + secretName, nil
}

func main() { lambda.Start(handle) }
