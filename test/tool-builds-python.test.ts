import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { findToolBuild } from "../runner/build/tools/tool-build.ts";
import { makeToolWorkspace, places } from "./build/tool-workspace.ts";
import { wheel } from "./build/wheel.ts";
import { makeWorkspace } from "./build/workspace.ts";
import { zip } from "./build/zip.ts";
import { lacking } from "./harness/parts.ts";

const python = { runtime: "python3.12", handler: "app.handler" } as const;
/** No registry: packages come from the folder itself. */
const offline = "--no-index\n--find-links wheels\n";
const pure = "demo-1.0-py3-none-any.whl";

describe("pip install", { skip: lacking("aws clients") }, () => {
  test("lays the requirements beside the sources", async (t) => {
    const { build } = await makeToolWorkspace(
      t,
      {
        "app.py": "import demo\n",
        "lib/more.py": "",
        "requirements.txt": `${offline}demo==1.0 # why\n`,
        [`wheels/${pure}`]: await wheel(pure, { "demo/__init__.py": "name = 'demo'\n" }),
        ".venv/pyvenv.cfg": "",
        "__pycache__/app.pyc": "",
      },
      python,
    );
    const { target, problems } = await build();
    assert.deepEqual((await readdir(target)).sort(), [
      "app.py",
      "demo",
      "demo-1.0.dist-info",
      "lib",
      "requirements.txt",
      "wheels",
    ]);
    assert.deepEqual(problems, []);
  });

  test("takes the wheel for the function's own Python and system, not this machine's", async (t) => {
    const other = "demo-1.0-cp312-cp312-manylinux_2_34_aarch64.whl";
    const newer = "demo-2.0-cp312-cp312-manylinux_2_35_aarch64.whl";
    const files = {
      "app.py": "",
      "requirements.txt": `${offline}demo\n`,
      [`wheels/${other}`]: await wheel(other, { "demo/native.cpython-312-aarch64-linux-gnu.so": "" }),
      [`wheels/${newer}`]: await wheel(newer, { "demo/native.cpython-312-aarch64-linux-gnu.so": "" }),
    };
    const { build } = await makeToolWorkspace(t, files, { ...python, architecture: "arm64" });
    const { target, problems } = await build();
    assert.ok((await readdir(target)).includes("demo-1.0.dist-info"));
    assert.deepEqual(problems, []);
  });

  test("installs once for each content of the requirements, and copies sources that change", async (t) => {
    const next = "demo-2.0-py3-none-any.whl";
    const workspace = await makeToolWorkspace(
      t,
      {
        "app.py": "one\n",
        "requirements.txt": `${offline}-r more.txt\n`,
        "more.txt": "demo==1.0\n",
        [`wheels/${pure}`]: await wheel(pure, { "demo.py": "" }),
        [`wheels/${next}`]: await wheel(next, { "demo.py": "" }),
      },
      python,
    );
    const inodeOf = async (target: string) => (await stat(join(target, "demo.py"))).ino;
    const first = await workspace.build();
    // As editors save: into the file that is there.
    await writeFile(workspace.path("app.py"), "two\n");
    const second = await workspace.build();
    assert.equal(await readFile(join(first.target, "app.py"), "utf8"), "one\n");
    assert.equal(await readFile(join(second.target, "app.py"), "utf8"), "two\n");
    assert.equal(await inodeOf(first.target), await inodeOf(second.target));

    await workspace.write({ "more.txt": "demo==2.0\n" });
    const third = await workspace.build();
    assert.ok((await readdir(third.target)).includes("demo-2.0.dist-info"));
    assert.ok(workspace.tool.inputs.files.has(workspace.path("more.txt")));
  });

  test("lets the function's own files go before those of packages, and spoils none of them", async (t) => {
    const workspace = await makeToolWorkspace(
      t,
      {
        "app.py": "",
        "demo/patched.py": "own\n",
        "requirements.txt": `${offline}demo\n`,
        [`wheels/${pure}`]: await wheel(pure, { "demo/patched.py": "theirs\n", "demo/other.py": "" }),
      },
      python,
    );
    for (let count = 0; count < 2; count++) {
      const { target } = await workspace.build();
      assert.equal(await readFile(join(target, "demo/patched.py"), "utf8"), "own\n");
      assert.deepEqual((await readdir(join(target, "demo"))).sort(), ["other.py", "patched.py"]);
    }
    const [cached = ""] = await readdir(join(workspace.storageFolder, "python"));
    assert.equal(
      await readFile(join(workspace.storageFolder, "python", cached, "demo/patched.py"), "utf8"),
      "theirs\n",
    );
  });

  test("names the line of a requirement that is nowhere or no requirement, and builds once it is corrected", async (t) => {
    const files = {
      "app.py": "",
      "requirements.txt": `${offline}\ndemo==9\n`,
      [`wheels/${pure}`]: await wheel(pure, { "demo.py": "" }),
    };
    const workspace = await makeToolWorkspace(t, files, python);
    assert.deepEqual(places(workspace, (await workspace.fail()).problems), [
      ["requirements.txt:4:1", "No matching distribution found for demo==9"],
    ]);
    await workspace.write({ "requirements.txt": `${offline}demo==\n` });
    assert.deepEqual(
      places(workspace, (await workspace.fail()).problems).map(([place]) => place),
      ["requirements.txt:3:1"],
    );
    await workspace.write({ "requirements.txt": `${offline}demo\n` });
    await workspace.build();
  });

  const isHere = process.platform === "linux" && process.arch === "x64";
  test("installs for this machine what has no other wheel, with a warning", { skip: !isHere }, async (t) => {
    const here = "demo-1.0-py3-none-linux_x86_64.whl";
    const files = {
      "app.py": "",
      "requirements.txt": `${offline}demo\n`,
      [`wheels/${here}`]: await wheel(here, { "demo/native.abi3.so": "" }),
    };
    const { build } = await makeToolWorkspace(t, files, { ...python, architecture: "arm64" });
    const [problem] = (await build()).problems;
    assert.ok(problem);
    assert.equal(problem.severity, "warning");
    assert.match(problem.message, /python3\.12 on Linux on arm64; .*, demo of its requirements was built for/);
  });
});

test("a Python function runs as it stands when nothing has to be installed", async (t) => {
  const { storageFolder, write, path, fn } = await makeWorkspace(t);
  await write({
    "code/app.py": "",
    "layer/python/Foo_Bar-1.0.dist-info/METADATA": "",
    "older/python/lib/python3.12/site-packages/foo_bar-0.9.dist-info/METADATA": "",
    "layer.zip": await zip({ "python/foo.bar-1.0.dist-info/METADATA": "" }),
  });
  const find = (layers: readonly { kind: "folder" | "zip"; path: string }[] = []) =>
    findToolBuild(
      fn({ ...python, layers: layers.map((content) => ({ name: "layer", content })) }),
      path("code"),
      storageFolder,
    );
  assert.equal(await find(), undefined);
  await write({ "code/requirements.txt": "# nothing\n\n--index-url https://example.com\n" });
  assert.equal(await find(), undefined);
  await write({ "code/requirements.txt": "foo-bar==1.0\n" });
  assert.notEqual(await find(), undefined);
  assert.equal(await find([{ kind: "folder", path: path("layer") }]), undefined);
  assert.equal(await find([{ kind: "zip", path: path("layer.zip") }]), undefined);
  assert.notEqual(await find([{ kind: "folder", path: path("older") }]), undefined);
  await write({ "code/foo_bar-1.0.dist-info/METADATA": "" });
  assert.equal(await find(), undefined);
});
