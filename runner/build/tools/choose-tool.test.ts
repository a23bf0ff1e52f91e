import assert from "node:assert/strict";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { workspaceWith } from "../../project/workspace-for-tests.ts";
import { chooseTool } from "./choose-tool.ts";

async function choose(t: TestContext, runtime: string, method: string | undefined, ...files: string[]) {
  const root = await workspaceWith(
    t,
    Object.fromEntries(files.map((file) => [file, texts[path.basename(file)] ?? ""])),
  );
  const build = { method, properties: {} };
  return chooseTool({ name: "Hello", logicalId: "Hello", runtime, handler: "bootstrap", layers: [], build }, root);
}

const texts: Readonly<Record<string, string>> = {
  Makefile: "flags := x\nall:\n\nbuild-Other build-Hello: all\n\ttrue\n",
  Gemfile: 'source "https://rubygems.org"\ngem "rack"\n',
  "requirements.txt": "requests\n",
};

test("the build method decides, and without one the runtime and the files", async (t) => {
  const cases: [tool: string | undefined, runtime: string, method: string | undefined, files: string[]][] = [
    ["go", "provided.al2023", "go1.x", ["main.go", "go.mod"]],
    ["go", "provided.al2023", "go1.x", ["main.go"]],
    ["go", "provided.al2023", "go1.x", ["bootstrap/main.go", "go.mod"]],
    ["cargo", "provided.al2023", "rust-cargolambda", ["Cargo.toml"]],
    ["make", "python3.13", "makefile", ["Makefile", "requirements.txt"]],
    ["make", "provided.al2023", undefined, ["Makefile"]],
    ["gradle", "java21", undefined, ["build.gradle", "pom.xml"]],
    ["gradle", "java21", undefined, ["build.gradle.kts"]],
    ["maven", "java21", undefined, ["pom.xml"]],
    ["dotnet", "dotnet8", undefined, ["Hello.fsproj"]],
    ["dotnet", "provided.al2023", "dotnet8", ["Hello.csproj"]],
    ["bundler", "ruby3.4", undefined, ["Gemfile"]],
    ["pip", "python3.13", undefined, ["requirements.txt"]],
    ["pip", "python3.13", "python3.13", ["requirements.txt"]],
    [undefined, "nodejs24.x", "esbuild", ["app.ts", "Makefile"]],
    [undefined, "nodejs24.x", "nodejs24.x", ["app.js"]],
  ];
  for (const [tool, runtime, method, files] of cases) {
    assert.equal(await choose(t, runtime, method, ...files), tool, `${runtime} ${method ?? ""} ${files.join()}`);
  }
});

test("a folder that holds what runs is not built", async (t) => {
  assert.equal(await choose(t, "provided.al2023", undefined, "bootstrap", "Makefile"), undefined);
  assert.equal(await choose(t, "provided.al2023", "go1.x", "bootstrap"), undefined);
  assert.equal(await choose(t, "provided.al2023", "rust-cargolambda", "bootstrap"), undefined);
  assert.equal(await choose(t, "provided.al2023", "makefile", "bootstrap"), undefined);
  assert.equal(await choose(t, "java21", undefined, "example/Hello.class", "lib/dependency.jar"), undefined);
  assert.equal(await choose(t, "ruby3.4", undefined, "Gemfile", "vendor/bundle/ruby/x"), undefined);
});

test("what sam build has made is not built again", async (t) => {
  const root = await workspaceWith(t, { ".aws-sam/build/Hello/requirements.txt": "requests\n" });
  const build = { method: "python3.13", properties: {} };
  const fn = { name: "Hello", logicalId: "Hello", runtime: "python3.13", handler: "app.handler", layers: [], build };
  assert.equal(await chooseTool(fn, path.join(root, ".aws-sam", "build", "Hello")), undefined);
});

test("a build method that can't be followed is a failure that ends with the next step", async (t) => {
  await assert.rejects(choose(t, "provided.al2023", "zig"), {
    code: "build-failed",
    message:
      /^The BuildMethod zig of Hello is not built here\. Write esbuild, makefile, go1\.x or rust-cargolambda, or/,
  });
  await assert.rejects(choose(t, "python3.13", "python-uv"), { code: "build-failed", message: /uv export/ });
  await assert.rejects(choose(t, "provided.al2023", "makefile", "main.c"), {
    code: "code-missing",
    message:
      /^Hello is built from a Makefile, and there is none in .*\. Create it, or correct CodeUri or BuildMethod\.$/,
  });
});
