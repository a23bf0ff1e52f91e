import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { before, describe, test } from "node:test";
import { build } from "esbuild";
import { targetOfThisMachine } from "../packaging/targets.ts";
import { packageVsix } from "../packaging/vsix.ts";
import { unzip } from "../runner/build/unzip.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";

const root = join(import.meta.dirname, "..");
const target = targetOfThisMachine();

/** Bytes. What is downloaded with each update, and what is read and compiled whenever VS Code starts us. */
const budgets = { vsix: 8_000_000, extensionBundle: 600_000 } as const;

describe("the VSIX of this machine", () => {
  const scope = suiteScope();
  let vsix = "";
  let unpacked = "";

  before(async () => {
    const folder = newFolder(scope);
    vsix = await packageVsix(target, folder);
    unpacked = join(folder, "unpacked");
    await unzip(vsix, unpacked, new AbortController().signal);
  });

  test("has the files that test/vsix-contents.txt lists, and no others", () => {
    const names = new Set(filesIn(unpacked).map(listedName));
    const listed = readFileSync(join(root, "test", "vsix-contents.txt"), "utf8")
      .trim()
      .split("\n");
    assert.deepEqual([...names].sort(), listed.sort());
  });

  test("has all files that projects are made of", () => {
    const packed = filesIn(join(unpacked, "extension", "dist", "scaffold"));
    assert.deepEqual(packed, filesIn(join(root, "extension", "scaffold", "content")));
  });

  test("stays within its budget", () => {
    assert.ok(statSync(vsix).size <= budgets.vsix, `${statSync(vsix).size} bytes`);
  });

  test("has an extension bundle that stays within its budget", () => {
    const { size } = statSync(join(unpacked, "extension", "dist", "extension.cjs"));
    assert.ok(size <= budgets.extensionBundle, `${size} bytes`);
  });

  test("has all that the extension starts with in one file", () => {
    const bundle = readFileSync(join(unpacked, "extension", "dist", "extension.cjs"), "utf8");
    assert.deepEqual(bundle.match(/\brequire\d*\(\s*["']\.{1,2}\/[^)]*\)/g), null);
  });

  test("has a runner that invokes a function which esbuild has to build", () => {
    const cli = join(unpacked, "extension", "dist", "cli.js");
    const output = execFileSync(
      process.execPath,
      [cli, "invoke", "HelloTypeScript", "--engine", "process", "--event", "events/hello.json"],
      {
        cwd: join(root, "sample"),
        encoding: "utf8",
        stdio: "pipe",
        env: { ...process.env, XDG_STATE_HOME: newFolder(scope) },
      },
    );
    assert.match(output, /"message":"Hello, Ada\./);
  });
});

test("the extension host loads no container client, bundler, AWS SDK or file watcher", async () => {
  const { metafile } = await build({
    entryPoints: [join(root, "extension", "extension.ts")],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    outdir: "dist",
    external: ["vscode"],
  });
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const heavy = [...packages].filter((name) =>
    /^(dockerode|docker-modem|esbuild|@aws-sdk\/.*|@smithy\/.*|chokidar)$/.test(name),
  );
  assert.deepEqual(heavy, []);
});

/** Relative paths, sorted. */
function filesIn(folder: string): string[] {
  return globSync("**", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, "/"))
    .sort();
}

/** The hash in a chunk's name changes with its content; files for new projects are compared with their source. */
function listedName(name: string): string {
  return name
    .replace(/^(extension\/dist\/.+)-[A-Z0-9]{8}\.js$/, "$1-HASH.js")
    .replace(/^(extension\/dist\/(?:scaffold|docs\/rules))\/.+/, "$1/…")
    .replace(target, "PLATFORM");
}
