import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReadFiles } from "../incremental-builds.ts";
import { planVendor } from "./vendor-plan.ts";

const big = 200_000;

/** Files by path: what they import, as `text -> path`, and whether they are ES modules. */
function read(files: Record<string, { imports?: string[]; format?: "esm" | "cjs" }>): ReadFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, { imports = [], format = "cjs" }]) => [
      path,
      {
        bytes: big,
        format,
        imports: imports.map((text) => {
          const [original = "", target = ""] = text.split(" -> ");
          return { path: target, original, kind: "import-statement" as const };
        }),
      },
    ]),
  );
}

const sdk = "node_modules/sdk/index.js";
const core = "node_modules/core/index.js";

test("sets a CommonJS package apart with all that it imports, ES modules included", () => {
  const plan = planVendor(
    read({
      "app.ts": { imports: [`sdk -> ${sdk}`], format: "esm" },
      [sdk]: { imports: [`core -> ${core}`] },
      [core]: { format: "esm" },
    }),
  );
  assert.deepEqual([...(plan?.entries ?? [])], [["sdk", sdk]]);
  assert.deepEqual([...(plan?.files ?? [])], [sdk, core]);
});

test("leaves an ES module in the bundle, where what is not used of it goes", () => {
  assert.equal(planVendor(read({ "app.ts": { imports: [`sdk -> ${sdk}`] }, [sdk]: { format: "esm" } })), undefined);
});

test("leaves a package in the bundle that shares a module with the rest of it", () => {
  const other = "node_modules/other/index.js";
  const files = {
    "app.ts": { imports: [`sdk -> ${sdk}`, `other -> ${other}`] },
    [sdk]: { imports: [`core -> ${core}`] },
    [other]: { imports: [`core -> ${core}`] },
    [core]: {},
  };
  assert.deepEqual([...(planVendor(read(files))?.entries.keys() ?? [])], ["sdk", "other"]);
  const apart = planVendor(read({ ...files, [other]: { imports: [`core -> ${core}`], format: "esm" as const } }));
  assert.equal(apart, undefined);
});

test("leaves packages in the bundle that import sources", () => {
  const files = read({
    "app.ts": { imports: [`sdk -> ${sdk}`] },
    [sdk]: { imports: ["linked -> ../linked/a.js"] },
    "../linked/a.js": {},
  });
  assert.equal(planVendor(files), undefined);
});

test("leaves a package in the bundle whose name means different files in different places", () => {
  const files = read({
    "app.ts": { imports: [`sdk -> ${sdk}`, "../linked -> ../linked/a.ts"] },
    "../linked/a.ts": { imports: ["sdk -> ../linked/node_modules/sdk/index.js"] },
    [sdk]: {},
    "../linked/node_modules/sdk/index.js": {},
  });
  assert.equal(planVendor(files), undefined);
});

test("does not set apart what is linked in no time", () => {
  const files = read({ "app.ts": { imports: [`sdk -> ${sdk}`] }, [sdk]: {} });
  const small = Object.fromEntries(Object.entries(files).map(([path, file]) => [path, { ...file, bytes: 100 }]));
  assert.equal(planVendor(small), undefined);
});
