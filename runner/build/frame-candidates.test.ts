import assert from "node:assert/strict";
import { test } from "node:test";
import { frameCandidates, type FramePlaces } from "./frame-candidates.ts";

const places: FramePlaces = {
  fn: {
    code: { kind: "folder", path: "/work/app/orders" },
    layers: [
      { name: "a", content: { kind: "folder", path: "/work/app/layer" } },
      { name: "b", content: { kind: "zip", path: "/work/app/b.zip" } },
    ],
  },
  build: {
    codeFolder: "/state/builds/runner-1/Orders/0a-1",
    layerFolder: "/state/layers/x",
    inputs: { files: new Set(), folders: [] },
  },
  root: "/work",
  storageFolder: "/state",
};

const inTask = ["/state/builds/runner-1/Orders/0a-1/src/app.js", "/work/app/orders/src/app.js"];
const cases: readonly (readonly [title: string, path: string, candidates: readonly string[]])[] = [
  ["of a container's code", "/var/task/src/app.js", inTask],
  ["of the build itself", "/state/builds/runner-1/Orders/0a-1/src/app.js", inTask],
  ["of a build that is gone", "/state/builds/runner-9/Orders/0b-2/src/app.js", inTask],
  ["of a spare that took the build over", "/state/stages/runner-1/5c3/src/app.js", inTask],
  ["of a container's layer", "/opt/python/lib.py", ["/work/app/layer/python/lib.py"]],
  ["of a process's layer", "/state/layers/x/nodejs/lib.js", ["/work/app/layer/nodejs/lib.js"]],
  ["that the runtime has mapped already", "/work/shared/a.ts", ["/work/shared/a.ts"]],
  [
    "of Rust, in the workspace's folder or the function's",
    "src/main.rs",
    ["/work/app/orders/src/main.rs", "/work/app/src/main.rs", "/work/src/main.rs"],
  ],
  [
    "of Go, from the package on",
    "orders/db/main.go",
    ["/work/app/orders/orders/db/main.go", "/work/app/orders/db/main.go", "/work/app/orders/main.go"],
  ],
];

for (const [title, path, candidates] of cases) {
  test(`looks up a frame ${title}`, { skip: process.platform === "win32" }, () => {
    assert.deepEqual(frameCandidates(path, places), candidates);
  });
}

test("looks up a Java class in the usual source folders", { skip: process.platform === "win32" }, () => {
  const candidates = frameCandidates("example/Orders.java", places);
  assert.equal(candidates[0], "/work/app/orders/src/main/java/example/Orders.java");
  assert.ok(candidates.includes("/work/app/orders/example/Orders.java"));
});

test("looks up an image's code in its build context", { skip: process.platform === "win32" }, () => {
  const code = { kind: "dockerfile", context: "/work/image", dockerfile: "Dockerfile", buildArgs: {} } as const;
  const image = { code: { ...code, target: undefined, tag: undefined }, layers: [] };
  const found = frameCandidates("/var/task/app.py", { ...places, fn: image, build: undefined });
  assert.deepEqual(found, ["/work/image/app.py"]);
});
