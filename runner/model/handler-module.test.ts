import assert from "node:assert/strict";
import { test } from "node:test";
import { handlerModule } from "./handler-module.ts";

const cases: [handler: string, module: string | undefined][] = [
  ["app.handler", "app"],
  ["src/app.handler", "src/app"],
  ["./src/app.handler", "src/app"],
  ["src\\app.handler", "src/app"],
  ["src.v2/app.handler", "src.v2/app"],
  ["app.routes.create", "app"],
  ["app", undefined],
  ["", undefined],
  [".handler", undefined],
  ["src/", undefined],
];

test("takes the module from a handler up to the first dot of its last segment", () => {
  for (const [handler, module] of cases) assert.equal(handlerModule(handler), module, handler);
});
