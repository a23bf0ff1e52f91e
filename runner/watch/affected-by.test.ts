import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { BuildInputs } from "../build/build-inputs.ts";
import { affectedBy } from "./affected-by.ts";
import type { Change } from "./change.ts";

const path = (name: string) => join("/", ...name.split("/"));

function inputs(files: readonly string[], folders: Readonly<Record<string, readonly string[]>> = {}): BuildInputs {
  return {
    files: new Set(files.map(path)),
    folders: Object.entries(folders).map(([folder, listedOnly]) => ({ path: path(folder), listedOnly })),
  };
}

const functions = new Map([
  ["bundled", inputs(["src/one/handler.ts", "src/shared/db.ts", "src/lib/index.ts"])],
  ["other", inputs(["src/two/handler.ts", "src/shared/db.ts"])],
  ["live", inputs(["live/app.js", "live/used.js"], { live: [".js", ".mjs"] })],
  ["python", inputs(["py/app.py", "py/tools.py"], { py: [".py"] })],
  ["whole", inputs([], { whole: [], "layers/one": [] })],
]);

const cases: readonly { what: string; change: Change; concerns: readonly string[] }[] = [
  { what: "a file of one", change: changed("src/one/handler.ts"), concerns: ["bundled"] },
  { what: "a file of two", change: changed("src/shared/db.ts"), concerns: ["bundled", "other"] },
  { what: "a file of none", change: changed("src/README.md"), concerns: [] },
  { what: "data in a folder", change: changed("live/data/rates.json"), concerns: ["live"] },
  { what: "code in a folder that nothing imports", change: changed("live/unused.js"), concerns: [] },
  { what: "code in a folder that is imported", change: changed("live/used.js"), concerns: ["live"] },
  { what: "anything deep in a whole folder", change: changed("whole/a/b/c.js"), concerns: ["whole"] },
  { what: "a folder whose name only begins the same", change: changed("whole-other/a.js"), concerns: [] },
  { what: "a rival by extension that came", change: added("src/shared/db.tsx"), concerns: ["bundled", "other"] },
  { what: "a rival by extension that merely changed", change: changed("src/shared/db.js"), concerns: [] },
  { what: "a rival that went", change: removed("src/one/handler.js"), concerns: ["bundled"] },
  { what: "a file that wins over a folder", change: added("src/lib.ts"), concerns: ["bundled"] },
  { what: "a rival inside the folder", change: added("src/lib/index.tsx"), concerns: ["bundled"] },
  { what: "a package that wins over a module", change: added("py/tools/__init__.py"), concerns: ["python"] },
  { what: "a name that only begins the same", change: added("src/shared/db.test.ts"), concerns: [] },
  { what: "a new file that nothing imports", change: added("py/new.py"), concerns: [] },
  {
    what: "a file that a link in a whole folder leads to",
    change: { ...changed("elsewhere/x.txt"), linkedFrom: [path("whole/link/x.txt")] },
    concerns: ["whole"],
  },
];

describe("a change touches the functions that it concerns:", () => {
  for (const { what, change, concerns } of cases) {
    test(what, () => {
      const affected = affectedBy([change], functions);
      assert.deepEqual([...affected.keys()].sort(), concerns);
      for (const paths of affected.values()) assert.deepEqual([...paths], [change.path]);
    });
  }
});

test("each function gets the paths that concern it, and once", () => {
  const changes = [
    changed("src/shared/db.ts"),
    removed("src/one/handler.ts"),
    changed("whole/x"),
    added("live/used.js"),
  ];
  const affected = affectedBy(changes, functions);
  assert.deepEqual(Object.fromEntries([...affected].map(([name, paths]) => [name, [...paths].sort()])), {
    bundled: [path("src/one/handler.ts"), path("src/shared/db.ts")],
    other: [path("src/shared/db.ts")],
    live: [path("live/used.js")],
    whole: [path("whole/x")],
  });
});

function changed(name: string): Change {
  return { path: path(name), kind: "changed" };
}

function added(name: string): Change {
  return { path: path(name), kind: "added" };
}

function removed(name: string): Change {
  return { path: path(name), kind: "removed" };
}
