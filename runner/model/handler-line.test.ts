import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { handlerLine } from "./handler-line.ts";

const found: readonly (readonly [file: string, name: string, text: string, line: number])[] = [
  ["a.ts", "handler", "import x from 'x';\n\nexport const handler: Handler = async () => {};", 2],
  ["a.mjs", "handler", "// handler\nexport async function handler(event) {}", 1],
  ["a.js", "handler", "const handlers = 1;\nexports.handler = async () => {};", 1],
  ["a.js", "handler", "async function handler() {}\nmodule.exports = { handler };", 0],
  ["a.ts", "run", "const other = 1;\nexport { other as run };", 1],
  ["a.py", "main", "def mainly(): pass\nasync def main(event, context):", 1],
  ["a.py", "main", "import x\nmain = x.wrap(y)", 1],
  ["a.rb", "process", "class Handler\n  def self.process(event:, context:)", 1],
  ["a.go", "", "func main() {\n\tlambda.Start(handle)\n}\n\nfunc handle(ctx context.Context) {}", 4],
  ["a.go", "", "package main\nfunc main() {\n\tlambda.Start(x.New().Handle)\n}", 1],
  ["a.rs", "", "async fn work(e: E) {}\nasync fn main() { run(service_fn(work)).await }", 0],
  ["a.rs", "", "use x;\n#[tokio::main]\nasync fn main() -> Result<(), Error> {", 2],
  [
    "A.java",
    "handleRequest",
    "class A {\n  return handleRequest(x);\n  public String handleRequest(Map<String, String> e) {",
    2,
  ],
  ["A.kt", "handleRequest", "class A {\n  override fun handleRequest(e: Any, c: Context) = 1", 1],
  ["A.cs", "Run", "class A {\n  public async Task<string> Run(Event e) =>", 1],
];

describe("The line of a handler", () => {
  for (const [file, name, text, line] of found) {
    test(`is found in ${file}: ${text.split("\n")[line] ?? ""}`, () => {
      assert.equal(handlerLine(file, text, name), line);
    });
  }

  test("is unknown where nothing looks like it", () => {
    assert.equal(handlerLine("a.ts", "export default {};", "handler"), undefined);
    assert.equal(handlerLine("a.py", "# def main", "main"), undefined);
  });
});
