import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { placedLines } from "./placed-lines.ts";

test("lines that name a place in a file are read, those that only look like it are not", () => {
  const output = [
    "# example.com/hello",
    "./main.go:3:2: undefined: x",
    "main.go:4:8: no required module provides package example.com/y; to add it:",
    "\tgo get example.com/y",
    "vet: ./main.go:5:1: missing return",
    "go: downloading example.com/z v1.2.3",
    "10:15:02: started",
    "src/main.c:6:3: warning: unused variable",
    "src/main.c:6:3: note: declared here",
    "  int x;",
    "Makefile:7: *** missing separator.  Stop.",
    "make: *** [Makefile:9: build-Hello] Error 1",
  ].join("\n");
  assert.deepEqual(
    placedLines(output, resolve("/work")).map(({ file, line, column, severity, message }) => [
      file,
      line,
      column,
      severity,
      message,
    ]),
    [
      [resolve("/work/main.go"), 3, 2, "error", "undefined: x"],
      [
        resolve("/work/main.go"),
        4,
        8,
        "error",
        "no required module provides package example.com/y; to add it:\ngo get example.com/y",
      ],
      [resolve("/work/main.go"), 5, 1, "error", "missing return"],
      [resolve("/work/src/main.c"), 6, 3, "warning", "unused variable"],
      [resolve("/work/Makefile"), 7, 1, "error", "missing separator.  Stop."],
    ],
  );
});
