/** The part of a Go function that AWS's package is otherwise, so that tests need none: calls `handle` in the same package. */
export const goRuntime = `package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
)

func serve(version int) {
	api := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, _ := http.Get(api + "next")
		body, _ := io.ReadAll(next.Body)
		var event struct{ Name string }
		json.Unmarshal(body, &event)
		answer, _ := json.Marshal(handle(event.Name, version))
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		http.Post(api+id+"/response", "application/json", bytes.NewReader(answer))
	}
}
`;
