import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { newFolder } from "./harness/runner-process.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

describe("What editors and tools do to files", { timeout: 60_000 }, () => {
  const scope = suiteScope();
  let project: RunningProject;
  let saves: Saves;
  let version = 1;
  before(async () => {
    project = await startProject(scope, { files, functions, defaults });
    saves = new Saves(project);
    for (const name of Object.keys(functions)) await project.invoke(name);
  });

  /** Does something, and resolves to the functions of all reloads that came of it. */
  const reloadsOf = async (change: () => void): Promise<string[][]> => {
    const first = saves.reloads.length;
    await saves.after(change);
    // What comes of a later save can't come before what comes of this.
    version += 1;
    await saves.lineAfter(
      () => saves.write("marker/index.mjs", `export const handler = async () => ${version};\n`),
      (line) => line.event === "reload" && String(line["functions"]) === "Marker",
    );
    return saves.reloads.slice(first, -1).map((reload) => [...reload.functions].sort());
  };

  const at = (path: string): string => join(project.folder, path);

  const styles: Record<string, (file: string, content: string) => void> = {
    "a write in place": (file, content) => writeFileSync(file, content),
    "a file renamed over it": (file, content) => {
      writeFileSync(`${file}.tmp`, content);
      renameSync(`${file}.tmp`, file);
    },
    "a backup, a new file and no backup, as vim does": (file, content) => {
      writeFileSync(join(file, "..", "4913"), "");
      rmSync(join(file, "..", "4913"));
      writeFileSync(join(file, "..", ".app.ts.swp"), "x");
      renameSync(file, `${file}~`);
      writeFileSync(file, content);
      rmSync(`${file}~`);
      rmSync(join(file, "..", ".app.ts.swp"));
    },
    "a backup that stays, as Emacs does": (file, content) => {
      renameSync(file, `${file}~`);
      writeFileSync(file, content);
    },
    "a safe write with two renames, as JetBrains's do": (file, content) => {
      writeFileSync(`${file}___jb_tmp___`, content);
      renameSync(file, `${file}___jb_old___`);
      renameSync(`${file}___jb_tmp___`, file);
      rmSync(`${file}___jb_old___`);
    },
    "a file emptied first": (file, content) => {
      writeFileSync(file, "");
      writeFileSync(file, content);
    },
    "a file removed and written anew": (file, content) => {
      rmSync(file);
      writeFileSync(file, content);
    },
  };
  for (const [style, write] of Object.entries(styles)) {
    test(`${style} is one reload`, async () => {
      const next = version + 1;
      assert.deepEqual(await reloadsOf(() => write(at("typed/app.ts"), typed(next))), [["Typed"]]);
      assert.equal((await project.invoke("Typed")).payload, `typed ${next}, parts ${parts}`);
    });
  }

  test("a save of all files of a function is one reload", async () => {
    const saveAll = (): void => {
      for (let part = 0; part < parts; part++) saves.write(`typed/part${part}.ts`, `export const part${part} = 2;\n`);
    };
    assert.deepEqual(await reloadsOf(saveAll), [["Typed"]]);
    assert.match(String((await project.invoke("Typed")).payload), new RegExp(`parts ${parts * 2}$`));
  });

  test("a checkout of a branch that differs in 500 files is one reload of each function they concern", async (t) => {
    // Made somewhere else, so that the runner sees nothing of it before it is checked out.
    const elsewhere = newFolder(t);
    writeFileSync(at(".gitignore"), ".state\n");
    git(project.folder, "init", "--quiet");
    git(project.folder, "add", ".");
    git(project.folder, "commit", "--quiet", "--message", "one");
    git(project.folder, "worktree", "add", "--quiet", "-b", "other", join(elsewhere, "other"));
    for (const [path, content] of Object.entries(many(2))) writeFileSync(join(elsewhere, "other", path), content);
    writeFileSync(join(elsewhere, "other", "plain", "value.mjs"), "export const value = 2;\n");
    git(join(elsewhere, "other"), "commit", "--quiet", "--all", "--message", "two");
    const checkOut = (): void => git(project.folder, "checkout", "--quiet", "--detach", "other");
    const reloads = await reloadsOf(checkOut);
    assert.deepEqual(reloads.flat().sort(), ["Many", "Plain"]);
    assert.equal((await project.invoke("Many")).payload, manyFiles * 2);
    assert.equal((await project.invoke("Plain")).payload, 2);
  });
});

function git(folder: string, ...args: string[]): void {
  const settings = ["user.name=x", "user.email=x@localhost", "commit.gpgSign=false"].flatMap((each) => ["-c", each]);
  execFileSync("git", [...settings, ...args], { cwd: folder });
}

/** How many files the function has beside its handler's. */
const parts = 20;

function typed(version: number): string {
  const names = Array.from({ length: parts }, (_, part) => `part${part}`);
  return `${names.map((name) => `import { ${name} } from "./${name}.ts";`).join("\n")}
export const handler = async () => \`typed ${version}, parts \${${names.join(" + ")}}\`;
`;
}

const manyFiles = 500;

/** So many files, by path, each with this value. */
function many(value: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: manyFiles }, (_, index) => [manyFile(index), `export const value${index} = ${value};\n`]),
  );
}

function manyFile(index: number): string {
  return `many/folder${index % 20}/value${index}.ts`;
}

const manyNames = Array.from({ length: manyFiles }, (_, index) => `value${index}`);

const files = {
  "typed/app.ts": typed(1),
  ...Object.fromEntries(
    Array.from({ length: parts }, (_, part) => [`typed/part${part}.ts`, `export const part${part} = 1;\n`]),
  ),
  "plain/index.mjs": 'import { value } from "./value.mjs";\nexport const handler = async () => value;\n',
  "plain/value.mjs": "export const value = 1;\n",
  "marker/index.mjs": "export const handler = async () => 1;\n",
  "many/app.ts": `${manyNames.map((name, index) => `import { ${name} } from "../${manyFile(index)}";`).join("\n")}
export const handler = async () => ${manyNames.join(" + ")};
`,
  ...many(1),
};

const functions = {
  Typed: { CodeUri: "typed", Handler: "app.handler", Metadata: { BuildMethod: "esbuild" } },
  Many: { CodeUri: "many", Handler: "app.handler", Metadata: { BuildMethod: "esbuild" } },
  Plain: { CodeUri: "plain" },
  Marker: { CodeUri: "marker" },
};

const defaults = { Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 20, MemorySize: 256 };
