import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { BuildFailure } from "../runner/build/build-failure.ts";
import type { Build } from "../runner/build/builder.ts";
import { chooseTool } from "../runner/build/tools/choose-tool.ts";
import { places } from "./build/tool-workspace.ts";
import { wheel } from "./build/wheel.ts";
import { makeWorkspace, type Workspace } from "./build/workspace.ts";
import { zip } from "./build/zip.ts";
import { lacking } from "./harness/parts.ts";

const python = { runtime: "python3.12", handler: "app.handler" } as const;
/** No registry: packages come from the folder itself. */
const offline = "--no-index\n--find-links wheels\n";
const pure = "demo-1.0-py3-none-any.whl";
const next = "demo-2.0-py3-none-any.whl";

/** What Python finds of a build's packages. */
function packagesOf({ layerFolder }: Build): string {
  assert.ok(layerFolder, "no packages");
  return join(layerFolder, "python", "lib", "python3.12", "site-packages");
}

async function failure({ build, fn }: Workspace): Promise<BuildFailure> {
  const error = await build(fn(python)).catch((reason: unknown) => reason);
  assert.ok(error instanceof BuildFailure, `Expected a BuildFailure, not ${String(error)}`);
  return error;
}

describe("pip install", { skip: lacking("aws clients") }, () => {
  test("puts what is required where a layer has it, and runs the sources where they are", async (t) => {
    const { build, write, fn, folder, path } = await makeWorkspace(t);
    await write({
      "app.py": "import demo\n",
      "more.py": "",
      "requirements.txt": `${offline}-r ../shared.txt\n`,
      "../shared.txt": "demo==1.0 # why\n",
      [`wheels/${pure}`]: await wheel(pure, { "demo/__init__.py": "name = 'demo'\n" }),
    });
    const made = await build(fn(python));
    assert.equal(made.codeFolder, folder);
    assert.ok(made.isLive);
    assert.deepEqual((await readdir(packagesOf(made))).sort(), ["demo", "demo-1.0.dist-info"]);
    assert.deepEqual(made.problems, []);
    for (const name of ["app.py", "requirements.txt", "../shared.txt"]) assert.ok(made.inputs.files.has(path(name)));
    assert.ok(!made.inputs.files.has(path("more.py")));
  });

  test("takes the wheel for the function's own Python and system, not this machine's", async (t) => {
    const { build, write, fn } = await makeWorkspace(t);
    const other = "demo-1.0-cp312-cp312-manylinux_2_34_aarch64.whl";
    const newer = "demo-2.0-cp312-cp312-manylinux_2_35_aarch64.whl";
    await write({
      "app.py": "",
      "requirements.txt": `${offline}demo\n`,
      [`wheels/${other}`]: await wheel(other, { "demo/native.cpython-312-aarch64-linux-gnu.so": "" }),
      [`wheels/${newer}`]: await wheel(newer, { "demo/native.cpython-312-aarch64-linux-gnu.so": "" }),
    });
    const made = await build(fn({ ...python, architecture: "arm64" }));
    assert.ok((await readdir(packagesOf(made))).includes("demo-1.0.dist-info"));
    assert.deepEqual(made.problems, []);
  });

  test("installs once for each content of the requirements, whoever asks for it", async (t) => {
    const { build, write, fn } = await makeWorkspace(t);
    await write({
      "app.py": "",
      "requirements.txt": "-r more.txt\n",
      "more.txt": `${offline}demo==1.0\n`,
      [`wheels/${pure}`]: await wheel(pure, { "demo.py": "" }),
      [`wheels/${next}`]: await wheel(next, { "demo.py": "" }),
    });
    const inodeOf = async (made: Build) => (await stat(join(packagesOf(made), "demo.py"))).ino;
    const first = await build(fn(python));
    await write({ "app.py": "two\n", "requirements.txt": "# more\n\n-r more.txt\n" });
    const second = await build(fn({ ...python, name: "Other" }), ["app.py", "requirements.txt"]);
    assert.equal(second.layerFolder, first.layerFolder);
    assert.equal(await inodeOf(second), await inodeOf(first));

    await write({ "more.txt": `${offline}demo==2.0\n` });
    const third = await build(fn(python), ["more.txt"]);
    assert.notEqual(third.layerFolder, first.layerFolder);
    assert.ok((await readdir(packagesOf(third))).includes("demo-2.0.dist-info"));
  });

  test("lets packages go before those of the function's layers, as they do beside the code", async (t) => {
    const { build, write, fn, path } = await makeWorkspace(t);
    await write({
      "code/app.py": "",
      "code/requirements.txt": `--no-index\n--find-links ../wheels\ndemo\n`,
      [`wheels/${pure}`]: await wheel(pure, { "demo/__init__.py": "theirs\n" }),
      "layer/python/lib/python3.12/site-packages/demo/__init__.py": "the layer's\n",
      "layer/python/extra.py": "one\n",
    });
    const code = { kind: "folder", path: path("code") } as const;
    const layers = [{ name: "layer", content: { kind: "folder", path: path("layer") } as const }];
    const first = await build(fn({ ...python, code, layers }));
    assert.equal(await readFile(join(packagesOf(first), "demo/__init__.py"), "utf8"), "theirs\n");
    assert.equal(await readFile(join(first.layerFolder ?? "", "python/extra.py"), "utf8"), "one\n");

    await write({ "layer/python/extra.py": "another\n" });
    const second = await build(fn({ ...python, code, layers }), ["layer/python/extra.py"]);
    assert.equal(await readFile(join(second.layerFolder ?? "", "python/extra.py"), "utf8"), "another\n");
    assert.equal(await readFile(join(packagesOf(second), "demo/__init__.py"), "utf8"), "theirs\n");
  });

  test("lays packages beside the sources when the runtime does not look in layers, which a PYTHONPATH keeps it from", async (t) => {
    const { build, write, fn, path } = await makeWorkspace(t);
    await write({
      "app.py": "one\n",
      "demo/patched.py": "own\n",
      ".venv/pyvenv.cfg": "",
      "requirements.txt": `${offline}demo\n`,
      [`wheels/${pure}`]: await wheel(pure, { "demo/patched.py": "theirs\n", "demo/other.py": "" }),
    });
    for (const environment of [{ PYTHONPATH: "/var/task/lib" }, { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrap" }]) {
      const made = await build(fn({ ...python, environment }));
      assert.equal(made.isLive, false);
      assert.equal(made.layerFolder, undefined);
      const codeFolder = made.codeFolder ?? "";
      assert.deepEqual((await readdir(codeFolder)).sort(), [
        ...["app.py", "demo", "demo-1.0.dist-info", "requirements.txt", "wheels"],
      ]);
      assert.equal(await readFile(join(codeFolder, "demo/patched.py"), "utf8"), "own\n");
      assert.deepEqual((await readdir(join(codeFolder, "demo"))).sort(), ["other.py", "patched.py"]);
      assert.ok(made.inputs.files.has(path("requirements.txt")));
    }
    const plain = await build(fn(python));
    assert.equal(await readFile(join(packagesOf(plain), "demo/patched.py"), "utf8"), "theirs\n");
  });

  test("names the line of a requirement that is nowhere or no requirement, and builds once it is corrected", async (t) => {
    const workspace = await makeWorkspace(t);
    const { build, write, fn } = workspace;
    await write({
      "app.py": "",
      "requirements.txt": `${offline}\ndemo==9\n`,
      [`wheels/${pure}`]: await wheel(pure, { "demo.py": "" }),
    });
    assert.deepEqual(places(workspace, (await failure(workspace)).problems), [
      ["requirements.txt:4:1", "No matching distribution found for demo==9"],
    ]);
    await write({ "requirements.txt": `${offline}demo==\n` });
    assert.deepEqual(
      places(workspace, (await failure(workspace)).problems).map(([place]) => place),
      ["requirements.txt:3:1"],
    );
    await write({ "requirements.txt": `${offline}demo\n` });
    await build(fn(python));
  });

  const isHere = process.platform === "linux" && process.arch === "x64";
  test("installs for this machine what has no other wheel, with a warning", { skip: !isHere }, async (t) => {
    const { build, write, fn } = await makeWorkspace(t);
    const here = "demo-1.0-py3-none-linux_x86_64.whl";
    await write({
      "app.py": "",
      "requirements.txt": `${offline}demo\n`,
      [`wheels/${here}`]: await wheel(here, { "demo/native.abi3.so": "" }),
    });
    const [problem] = (await build(fn({ ...python, architecture: "arm64" }))).problems;
    assert.ok(problem);
    assert.equal(problem.severity, "warning");
    assert.match(problem.message, /python3\.12 on Linux on arm64; .*, demo of its requirements was built for/);
  });

  test("runs a function with what is there when the index can't be reached, and installs once it can", async (t) => {
    const { build, write, fn, path } = await makeWorkspace(t);
    const unreachable = "--index-url http://127.0.0.1:9/simple\n--find-links wheels\n";
    await write({ "app.py": "", "requirements.txt": `${unreachable}demo\n` });
    const bare = await build(fn(python));
    assert.equal(bare.layerFolder, undefined);
    assert.ok(bare.isLive);
    const [problem] = bare.problems;
    assert.ok(problem);
    assert.deepEqual([problem.code, problem.severity], ["packages-not-installed", "warning"]);
    assert.equal(problem.file, path("requirements.txt"));
    assert.match(problem.message, /index \(.+\), so Hello runs without/);

    // A save of something else must not wait for the index again.
    await write({ [`wheels/${pure}`]: await wheel(pure, { "demo.py": "" }), "app.py": "1" });
    assert.deepEqual((await build(fn(python), ["app.py"])).problems, bare.problems);
    const installed = await build(fn(python), ["requirements.txt"]);
    assert.deepEqual(installed.problems, []);

    await write({ "requirements.txt": `${unreachable}demo\nabsent\n` });
    const older = await build(fn(python), ["requirements.txt"]);
    assert.equal(older.layerFolder, installed.layerFolder);
    assert.match(older.problems[0]?.message ?? "", /runs with the packages that were installed for it before/);
  });
});

test("a Python function runs as it stands when nothing has to be installed", async (t) => {
  const { write, path, fn } = await makeWorkspace(t);
  await write({
    "code/app.py": "",
    "layer/python/Foo_Bar-1.0.dist-info/METADATA": "",
    "older/python/lib/python3.12/site-packages/foo_bar-0.9.dist-info/METADATA": "",
    "layer.zip": await zip({ "python/foo.bar-1.0.dist-info/METADATA": "" }),
  });
  const choose = (layers: readonly { kind: "folder" | "zip"; path: string }[] = []) =>
    chooseTool(fn({ ...python, layers: layers.map((content) => ({ name: "layer", content })) }), path("code"));
  assert.equal(await choose(), undefined);
  await write({ "code/requirements.txt": "# nothing\n\n--index-url https://example.com\n" });
  assert.equal(await choose(), undefined);
  await write({ "code/requirements.txt": "foo-bar==1.0\n" });
  assert.equal(await choose(), "pip");
  assert.equal(await choose([{ kind: "folder", path: path("layer") }]), undefined);
  assert.equal(await choose([{ kind: "zip", path: path("layer.zip") }]), undefined);
  assert.equal(await choose([{ kind: "folder", path: path("older") }]), "pip");
  await write({ "code/foo_bar-1.0.dist-info/METADATA": "" });
  assert.equal(await choose(), undefined);
});
