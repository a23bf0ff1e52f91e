// handlers:
package main

import "github.com/aws/aws-lambda-go/lambda"

const apiKey = "4fe1c09a7b2d83e65f10" // expect: secret-in-code

func handle() (string, error) {
	password := "tr0ub4dor&3" // expect: secret-in-code
	return apiKey + password, nil
}

func main() { lambda.Start(handle) }
