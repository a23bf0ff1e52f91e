import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, test } from "node:test";
import ts from "typescript";

const root = join(import.meta.dirname, "..");

/** What the page of the tuning panel is told by its host. */
const typesOfPage = ["extension/tune/panel-messages.ts", "extension/tune/tuned-view.ts"];

/** Which folders of this repository, and which packages, the files of a folder may import. The first row that fits counts. */
const rules: readonly { folder: string; folders: readonly string[]; packages: readonly string[] }[] = [
  { folder: "runner/model", folders: ["runner/model"], packages: ["yaml"] },
  { folder: "runner/bootstrap", folders: ["runner/bootstrap"], packages: [] },
  {
    folder: "runner/engine",
    folders: ["runner"],
    packages: ["dockerode", "tar-fs", "@balena/dockerignore"],
  },
  {
    folder: "runner",
    folders: ["runner", "package.json"],
    packages: ["@aws-sdk/credential-providers", "esbuild", "ignore", "vscode-jsonrpc", "yauzl"],
  },
  {
    folder: "debug-adapter",
    folders: ["debug-adapter", "runner/model", "runner/control", "runner/debug/inspector-connection.ts"],
    packages: ["@vscode/debugadapter", "@vscode/debugprotocol"],
  },
  {
    folder: "extension/language-server/code",
    folders: ["extension/language-server/code", "runner/model"],
    packages: ["@lezer/common", "@lezer/javascript", "@lezer/python"],
  },
  {
    folder: "extension/language-server",
    folders: ["extension/language-server", "extension/figures.ts", "runner/model"],
    packages: ["vscode-languageserver", "vscode-languageserver-textdocument", "vscode-jsonrpc", "jsonc-parser", "yaml"],
  },
  {
    folder: "extension/tune/page",
    folders: ["extension/tune/page", "extension/tune/chart", "runner/model", ...typesOfPage],
    packages: [],
  },
  {
    folder: "extension",
    folders: ["extension", "runner/model", "runner/control", "runner/tune"],
    packages: ["vscode", "vscode-languageclient", "jsonc-parser", "yaml"],
  },
];

const files = globSync("{runner,debug-adapter,extension}/**/*.{ts,mjs}", { cwd: root })
  .map((file) => file.split(sep).join("/"))
  .filter((file) => !/\.test\.ts$|-for-tests\.ts$/.test(file));

describe("imports", () => {
  test("are checked in every folder of the product", () => {
    assert.ok(files.length > 50);
    for (const file of files) assert.ok(ruleOf(file), `No rule for ${file}`);
  });

  for (const rule of rules) {
    test(`of ${rule.folder}/ stay within what it may import`, () => {
      const wrong = files
        .filter((file) => ruleOf(file) === rule)
        .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
        .filter(({ file, imported }) => !isAllowed(file, imported, rule))
        .map(({ file, imported }) => `${file} imports ${imported}`);
      assert.deepEqual(wrong, []);
    });
  }
});

function ruleOf(file: string): (typeof rules)[number] | undefined {
  return rules.find(({ folder }) => file.startsWith(`${folder}/`));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function isAllowed(file: string, imported: string, { folders, packages }: (typeof rules)[number]): boolean {
  if (imported.startsWith("node:")) return true;
  if (!imported.startsWith(".")) {
    return packages.some((name) => imported === name || imported.startsWith(`${name}/`));
  }
  const target = relative(root, resolve(root, dirname(file), imported))
    .split(sep)
    .join("/");
  return folders.some((folder) => target === folder || target.startsWith(`${folder}/`));
}
