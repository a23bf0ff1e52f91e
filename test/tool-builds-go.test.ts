import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { inputsIn, makeToolWorkspace, places } from "./build/tool-workspace.ts";
import { lacking } from "./harness/parts.ts";

const go = { runtime: "provided.al2023", handler: "bootstrap", build: { method: "go1.x", properties: {} } } as const;
const module = "module example.com/hello\n\ngo 1.21\n";
const main = (body: string) => `package main\n\nfunc main() {\n\t${body}\n}\n`;
const run = (target: string) => execFileSync(join(target, "bootstrap"), { encoding: "utf8", stdio: "pipe" });

describe("go build", { skip: lacking("go") }, () => {
  test("makes a bootstrap, and after a change the next one, without touching the first", async (t) => {
    const workspace = await makeToolWorkspace(t, { "go.mod": module, "main.go": main('print("one")') }, go);
    const first = await workspace.build();
    await workspace.write({ "main.go": main('panic("two")') });
    const second = await workspace.build({ changed: [workspace.path("main.go")] });
    assert.doesNotThrow(() => run(first.target));
    assert.throws(() => run(second.target), /two/);
    assert.deepEqual(second.problems, []);
  });

  test("leaves in what a debugger needs, on request", async (t) => {
    const workspace = await makeToolWorkspace(t, { "go.mod": module, "main.go": main('print("one")') }, go);
    const settings = async (isForDebugger: boolean): Promise<string> => {
      const { target } = await workspace.build({ isForDebugger });
      return execFileSync("go", ["version", "-m", join(target, "bootstrap")], { encoding: "utf8" });
    };
    assert.match(await settings(true), /-gcflags="all=-N -l"/);
    assert.doesNotMatch(await settings(false), /gcflags/);
  });

  test("names every error's place, and builds again once they are corrected", async (t) => {
    const workspace = await makeToolWorkspace(
      t,
      { "go.mod": module, "main.go": main("x := 1\n\tvar y int = true") },
      go,
    );
    const failure = await workspace.fail();
    assert.deepEqual(places(workspace, failure.problems), [
      ["main.go:4:2", "declared and not used: x"],
      ["main.go:5:6", "declared and not used: y"],
      ["main.go:5:14", "cannot use true (untyped bool constant) as int value in variable declaration"],
    ]);
    assert.match(
      failure.message,
      /^The build of Hello failed with 3 errors:\n {2}.*main\.go:4:2: declared and not used: x/,
    );
    await workspace.write({ "main.go": main("") });
    run((await workspace.build()).target);
  });

  test("names the place of a package that is nowhere, and of a go.mod that is no good", async (t) => {
    const source = 'package main\n\nimport _ "example.com/hello/gone"\n\nfunc main() {}\n';
    const workspace = await makeToolWorkspace(t, { "go.mod": module, "main.go": source }, go);
    assert.deepEqual(
      places(workspace, (await workspace.fail()).problems).map(([place]) => place),
      ["main.go:3:8"],
    );
    await workspace.write({ "go.mod": `${module}\nrequires x\n` });
    assert.deepEqual(places(workspace, (await workspace.fail()).problems), [
      ["go.mod:5:1", "unknown directive: requires"],
    ]);
  });

  test("is made of the packages that the function imports, wherever in the module they are", async (t) => {
    const files = {
      "go.mod": module,
      "cmd/hello/main.go": 'package main\n\nimport _ "example.com/hello/internal/greet"\n\nfunc main() {}\n',
      "internal/greet/greet.go": "package greet\n",
      "internal/other/other.go": "package other\n",
    };
    const workspace = await makeToolWorkspace(t, files, go, "cmd/hello");
    assert.deepEqual(inputsIn(workspace, workspace.tool), { files: ["go.mod"], folders: [""] });
    await workspace.build();
    assert.deepEqual(inputsIn(workspace, workspace.tool), {
      files: ["go.mod", "go.sum"],
      folders: ["cmd/hello", "internal/greet"],
    });
  });

  test("builds the package that Handler names when the folder itself has none, as SAM does", async (t) => {
    const files = { "go.mod": module, "hello/main.go": main('print("hello")') };
    const { build } = await makeToolWorkspace(t, files, { ...go, handler: "hello" });
    run((await build()).target);
  });
});
