import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Failure } from "../runner/model/failure.ts";
import { inputsIn, makeToolWorkspace, places } from "./build/tool-workspace.ts";
import { lacking } from "./harness/parts.ts";

const rust = { runtime: "provided.al2023", build: { method: "rust-cargolambda", properties: {} } } as const;
const manifest = (name: string, rest = "") =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;
const main = (body: string) => `fn main() {\n    ${body}\n}\n`;
const run = (target: string) => execFileSync(join(target, "bootstrap"), { encoding: "utf8" });

describe("cargo build", { skip: lacking("rust") }, () => {
  test("makes a bootstrap, and after a change the next one, without writing beside the sources", async (t) => {
    const files = { "Cargo.toml": manifest("hello"), "src/main.rs": main('println!("one");') };
    const workspace = await makeToolWorkspace(t, files, rust);
    const first = await workspace.build();
    await workspace.write({ "src/main.rs": main('println!("two");') });
    const second = await workspace.build();
    assert.equal(run(first.target), "one\n");
    assert.equal(run(second.target), "two\n");
    assert.match(workspace.tool.description, /^cargo (lambda )?build \(dev profile\)$/);
    assert.equal(existsSync(workspace.path("target")), false);
  });

  test("names every error's place and extent, and what the compiler warns of", async (t) => {
    const files = { "Cargo.toml": manifest("hello"), "src/main.rs": main('let x: i32 = "x"; let y: bool = 1;') };
    const workspace = await makeToolWorkspace(t, files, rust);
    const failure = await workspace.fail();
    assert.deepEqual(places(workspace, failure.problems), [
      ["src/main.rs:2:18", "mismatched types: expected `i32`, found `&str`"],
      ["src/main.rs:2:37", "mismatched types: expected `bool`, found integer"],
    ]);
    assert.deepEqual(failure.problems[0]?.range.end, { line: 1, character: 20 });
    await workspace.write({ "src/main.rs": main("let unused = 1;") });
    const { problems } = await workspace.build();
    assert.deepEqual(
      problems.map(({ severity, message }) => [severity, message]),
      [["warning", "unused variable: `unused`"]],
    );
  });

  test("names the place of an error in Cargo.toml", async (t) => {
    const files = { "Cargo.toml": `${manifest("hello")}edition = = 1\n`, "src/main.rs": main("") };
    const workspace = await makeToolWorkspace(t, files, rust);
    const [first] = places(workspace, (await workspace.fail()).problems);
    assert.match(first?.[0] ?? "", /^Cargo\.toml:5:/);
  });

  test("is made of the packages that the function's depends on", async (t) => {
    const files = {
      "hello/Cargo.toml": manifest("hello", '[dependencies]\ngreet = { path = "../greet" }\n'),
      "hello/src/main.rs": main('println!("{}", greet::greet());'),
      "greet/Cargo.toml": manifest("greet"),
      "greet/src/lib.rs": 'pub fn greet() -> &\'static str { "hi" }\n',
      "other/Cargo.toml": manifest("other"),
      "other/src/lib.rs": "",
    };
    const workspace = await makeToolWorkspace(t, files, rust, "hello");
    assert.equal(run((await workspace.build()).target), "hi\n");
    const { files: inputs, folders } = inputsIn(workspace, workspace.tool);
    assert.deepEqual(folders, ["greet", "hello"]);
    assert.ok(inputs.includes("greet/src/lib.rs"));
    await workspace.write({ "greet/src/lib.rs": "pub fn greet() -> &'static str { 1 }\n" });
    const failure = await workspace.fail();
    assert.deepEqual(
      places(workspace, failure.problems).map(([place]) => place),
      ["greet/src/lib.rs:1:34"],
    );
    assert.ok(failure.inputs.folders.some(({ path }) => path === workspace.path("greet")));
  });

  test("takes the binary that the template names, and asks for one when there are several", async (t) => {
    const files = {
      "Cargo.toml": manifest("hello"),
      "src/bin/one.rs": main('println!("one");'),
      "src/bin/two.rs": main('println!("two");'),
    };
    const named = { ...rust, build: { method: "rust-cargolambda", properties: { Binary: "two" } } };
    assert.equal(run((await (await makeToolWorkspace(t, files, named)).build()).target), "two\n");
    const { build } = await makeToolWorkspace(t, files, rust);
    await assert.rejects(build(), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.message, /several binaries: one, two\. Name the function's own in BuildProperties\.Binary/);
      return true;
    });
  });
});
