import assert from "node:assert/strict";
import { test } from "node:test";
import { stackFrames } from "./stack-frames.ts";

type Expected = readonly [frame: string, path: string, line: number, column?: number];

const cases: readonly (readonly [title: string, text: string, ...frames: readonly Expected[]])[] = [
  [
    "Node.js",
    "Error: no\n    at handler (/var/task/app.js:10:5)\n    at async Runtime.once (file:///var/runtime/index.mjs:448:29)",
    ["/var/task/app.js:10:5", "/var/task/app.js", 10, 5],
    ["file:///var/runtime/index.mjs:448:29", "/var/runtime/index.mjs", 448, 29],
  ],
  [
    "Node.js, of code in no function",
    "    at file:///var/task/my%20app.mjs:3:1\n    at async /var/task/other.js:7:2",
    ["file:///var/task/my%20app.mjs:3:1", "/var/task/my app.mjs", 3, 1],
    ["/var/task/other.js:7:2", "/var/task/other.js", 7, 2],
  ],
  [
    "Node.js, with blanks and brackets in the path",
    "    at new Orders (/home/me/my app/(api)/orders.ts:1:2)",
    ["/home/me/my app/(api)/orders.ts:1:2", "/home/me/my app/(api)/orders.ts", 1, 2],
  ],
  [
    "Node.js on Windows",
    "    at handler (C:\\app\\src\\app.ts:3:9)\n    at run (file:///C:/app/run.mjs:1:2)",
    ["C:\\app\\src\\app.ts:3:9", "C:\\app\\src\\app.ts", 3, 9],
    ["file:///C:/app/run.mjs:1:2", "C:/app/run.mjs", 1, 2],
  ],
  [
    "Node.js on Windows, in JSON",
    '{"trace":["Error: no","    at handler (C:\\\\app\\\\app.js:3:9)"]}',
    ["C:\\\\app\\\\app.js:3:9", "C:\\app\\app.js", 3, 9],
  ],
  [
    "Node.js, in one line of JSON",
    String.raw`{"stack":"Error: no\n    at a (/var/task/a.js:1:2)\n    at /var/task/b.js:3:4"}`,
    ["/var/task/a.js:1:2", "/var/task/a.js", 1, 2],
    ["/var/task/b.js:3:4", "/var/task/b.js", 3, 4],
  ],
  [
    "a syntax error of Node.js",
    "/var/task/index.js:3\nexports. = 1\n",
    ["/var/task/index.js:3", "/var/task/index.js", 3],
  ],
  [
    "Python",
    'Traceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\n    raise Exception("x")',
    ['File "/var/task/app.py", line 3', "/var/task/app.py", 3],
  ],
  [
    "Python, in JSON",
    String.raw`"stackTrace": ["  File \"/var/task/my app.py\", line 12, in handler\n    raise\n"]`,
    [String.raw`File \"/var/task/my app.py\", line 12`, "/var/task/my app.py", 12],
  ],
  [
    "Ruby",
    "/var/task/app.rb:3:in `handler'\n\tfrom lib/orders.rb:12:in 'Orders#find'",
    ["/var/task/app.rb:3", "/var/task/app.rb", 3],
    ["lib/orders.rb:12", "lib/orders.rb", 12],
  ],
  [
    "Java",
    "java.lang.IllegalStateException: no\n\tat example.Orders.handle(Orders.java:12)\n\tat java.base/java.lang.Thread.run(Thread.java:840)\n\tat app//a.b.C$D.<init>(C.java:1)",
    ["Orders.java:12", "example/Orders.java", 12],
    ["Thread.java:840", "java/lang/Thread.java", 840],
    ["C.java:1", "a/b/C.java", 1],
  ],
  ["Java's error payload", '"stackTrace":["Orders.handle(Orders.kt:7)"]', ["Orders.kt:7", "Orders.kt", 7]],
  [
    "Go",
    "goroutine 1 [running]:\nmain.handler(...)\n\t/home/me/orders/main.go:12 +0x1d",
    ["/home/me/orders/main.go:12", "/home/me/orders/main.go", 12],
  ],
  [
    "Go's error payload",
    '"stackTrace":[{"path":"orders/main.go","line":12,"label":"handler"}]',
    ['orders/main.go","line":12', "orders/main.go", 12],
  ],
  [
    "Go's error payload, laid out",
    '{\n  "path": "orders/main.go",\n  "line": 12,\n  "label": "x"\n}',
    ['orders/main.go",\n  "line": 12', "orders/main.go", 12],
  ],
  [
    "Rust",
    "thread 'main' panicked at src/main.rs:10:5:\nno\n   4: orders::handler\n             at ./src/lib.rs:2:1",
    ["src/main.rs:10:5", "src/main.rs", 10, 5],
    ["./src/lib.rs:2:1", "./src/lib.rs", 2, 1],
  ],
  [
    ".NET",
    "   at Orders.Function.Handle(String input) in /src/my orders/Function.cs:line 12",
    ["/src/my orders/Function.cs:line 12", "/src/my orders/Function.cs", 12],
  ],
  [
    "nothing in a request id or an address",
    "http://127.0.0.1:3001/x 12:30:45 c6af9ac6-7b61-11e6-9a41-93e8deadbeef node:internal/x:3:1",
  ],
  ["nothing in an URL of the network", "at https://example.com/app.js:10:5"],
];

for (const [title, text, ...frames] of cases) {
  test(`finds the frames of ${title}`, () => {
    assert.deepEqual(
      stackFrames(text).map(({ start, end, path, line, column }) => [
        text.slice(start, end),
        path,
        line,
        ...(column === undefined ? [] : [column]),
      ]),
      frames,
    );
  });
}

// One that took the square of the length would not come back within the hour.
test("copes with a line of a megabyte, whatever it repeats", () => {
  const parts = [
    "a",
    "/",
    "a.",
    "(/a",
    "at /a",
    "(/a:1:",
    'File "',
    'File \\"',
    "\\",
    "a.a(",
    '"path":"',
    "in /a",
    " ",
    ":1",
    "a/b.go:",
  ];
  for (const part of parts) {
    const text = part.repeat(Math.ceil(2 ** 20 / part.length));
    assert.deepEqual(stackFrames(text), [], part);
  }
});
