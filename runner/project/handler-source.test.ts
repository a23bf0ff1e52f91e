import assert from "node:assert/strict";
import { relative } from "node:path";
import { describe, test, type TestContext } from "node:test";
import type { LambdaFunction } from "../model/function.ts";
import { startOfFile } from "../model/problem.ts";
import { HandlerSources } from "./handler-source.ts";
import { workspaceWith } from "./workspace-for-tests.ts";

type Given = Partial<LambdaFunction> & { readonly folder?: string; readonly zip?: string };

/** `file:line` of the source, relative to a workspace with these files; undefined when there is none. */
async function find(t: TestContext, files: Record<string, string>, { folder, zip, ...given }: Given): Promise<unknown> {
  const root = await workspaceWith(t, files);
  const fn = {
    name: "fn",
    template: `${root}/template.yaml`,
    range: startOfFile,
    build: { method: undefined, properties: {} },
    code:
      zip === undefined ? { kind: "folder", path: `${root}/${folder ?? ""}` } : { kind: "zip", path: `${root}/${zip}` },
    ...given,
  } as LambdaFunction;
  const source = await new HandlerSources().find(fn);
  return source && `${relative(root, source.file).replaceAll("\\", "/")}:${source.line ?? "?"}`;
}

const node = "exports.handler = 1;";
const typescript = "\nexport const handler = 1;";
const java = "class App {\n  public String handleRequest(Object o) {";

describe("The source of a handler", () => {
  const nodejs = { runtime: "nodejs24.x", handler: "app.handler" };

  test("is the TypeScript file that is bundled, rather than JavaScript made from it", async (t) => {
    assert.equal(await find(t, { "app.ts": typescript }, nodejs), "app.ts:1");
    assert.equal(await find(t, { "app.ts": typescript, "app.js": node }, nodejs), "app.ts:1");
    assert.equal(await find(t, { "app.js": node }, nodejs), "app.js:0");
    assert.equal(await find(t, {}, nodejs), undefined);
  });

  test("is the entry point that has the handler's name", async (t) => {
    const build = { method: "esbuild", properties: { EntryPoints: ["src/other.ts", "src/app.ts"] } };
    assert.equal(await find(t, { "src/app.ts": typescript, "src/other.ts": "" }, { ...nodejs, build }), "src/app.ts:1");
  });

  test("is outside of the folder that a compiler writes to, whether or not it has been written", async (t) => {
    const files = { "src/app.ts": typescript };
    assert.equal(await find(t, { ...files, "dist/app.js": node }, { ...nodejs, folder: "dist" }), "src/app.ts:1");
    assert.equal(await find(t, files, { ...nodejs, handler: "dist/app.handler" }), "src/app.ts:1");
    const code = { kind: "elsewhere", reason: "", path: "" } as const;
    assert.equal(await find(t, files, { ...nodejs, code }), undefined);
  });

  test("is found for Python and Ruby, in packages, too", async (t) => {
    const python = { runtime: "python3.13", handler: "pkg.app.main" };
    assert.equal(await find(t, { "pkg/app.py": "def main(e, c):" }, python), "pkg/app.py:0");
    const ruby = { runtime: "ruby3.4", handler: "lib/app.Api::Handler.process" };
    assert.equal(await find(t, { "lib/app.rb": "\ndef self.process(event:)" }, ruby), "lib/app.rb:1");
  });

  test("has the name that the text of the handler gives it", async (t) => {
    const root = await workspaceWith(t, { "pkg/app.py": "def other(): pass\ndef main(e, c): pass" });
    const code = { kind: "folder", path: root } as const;
    const fn = { runtime: "python3.13", handler: "pkg.app.main", code } as LambdaFunction;
    assert.equal((await new HandlerSources().find(fn))?.functionName, "main");
  });

  test("is found for Java, from the sources and from what they were packaged to", async (t) => {
    const files = { "hello/src/main/java/com/example/App.java": java };
    const fn = { runtime: "java21", handler: "com.example.App::handleRequest" };
    assert.equal(await find(t, files, { ...fn, folder: "hello" }), "hello/src/main/java/com/example/App.java:1");
    const zip = "hello/build/distributions/hello.zip";
    assert.equal(await find(t, files, { ...fn, zip }), "hello/src/main/java/com/example/App.java:1");
  });

  test("is found for C#, by the class or the program", async (t) => {
    const source = "class Api {\n  public string Get(Event e) {";
    const fn = { runtime: "dotnet8", handler: "Hello::Hello.Web.Api::Get" };
    assert.equal(await find(t, { "src/Hello/Web/Api.cs": source }, fn), "src/Hello/Web/Api.cs:1");
    assert.equal(await find(t, { "Program.cs": source }, { ...fn, handler: "Hello" }), "Program.cs:?");
  });

  test("is the main file of Go and Rust, and a bootstrap that is a script", async (t) => {
    const go = { runtime: "provided.al2023", handler: "bootstrap", build: { method: "go1.x", properties: {} } };
    const files = { "a.go": "package main\nfunc handle() {}", "b.go": "package main\nfunc main() {" };
    assert.equal(await find(t, files, go), "b.go:1");
    const rust = { ...go, build: { method: "rust-cargolambda", properties: { Binary: "two" } } };
    assert.equal(
      await find(t, { "src/bin/two.rs": "fn main() {", "src/main.rs": "fn main() {" }, rust),
      "src/bin/two.rs:0",
    );
    assert.equal(
      await find(t, { "src/main.rs": "fn main() {" }, { ...go, build: { ...go.build, method: undefined } }),
      "src/main.rs:0",
    );
    assert.equal(await find(t, { bootstrap: "#!/bin/sh" }, go), "bootstrap:?");
    assert.equal(await find(t, { bootstrap: "\u007fELF" }, go), undefined);
  });

  test("is what an image's command names, in what is copied there", async (t) => {
    const files = {
      "app/Dockerfile": 'FROM x\nCOPY code/ ./\nCMD ["main.run"]',
      "app/code/main.py": "def run(e, c):",
      "app/code/two.py": "def run(e, c):",
    };
    const root = await workspaceWith(t, files);
    const code = { kind: "dockerfile", context: `${root}/app`, dockerfile: "Dockerfile" };
    const image = { packageType: "Image", code } as LambdaFunction;
    const fileOf = async (fn: LambdaFunction): Promise<unknown> => (await new HandlerSources().find(fn))?.file;
    assert.equal(await fileOf(image), `${root}/app/code/main.py`);
    const imageConfig = { command: ["two.run"], entryPoint: undefined, workingDirectory: undefined };
    assert.equal(await fileOf({ ...image, imageConfig }), `${root}/app/code/two.py`);
  });

  test("is the template for inline code", async (t) => {
    const range = { start: { line: 1, character: 0 }, end: { line: 3, character: 0 } };
    const code = { kind: "inline", text: "", fileName: "index.py" } as const;
    const text = "def handler(): earlier\nFn:\n  ZipFile: |\n    def handler(event, context):\n";
    const fn = { runtime: "python3.13", handler: "index.handler", code, range };
    assert.equal(await find(t, { "template.yaml": text }, fn), "template.yaml:3");
  });
});
