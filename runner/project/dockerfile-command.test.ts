import assert from "node:assert/strict";
import { test } from "node:test";
import { dockerfileCommand } from "./dockerfile-command.ts";

test("reads the last CMD of a Dockerfile, in either form", () => {
  const both = 'FROM base AS build\nCMD ["old.handler"]\nFROM base\ncmd [ "app.handler", "x" ]\n';
  assert.equal(dockerfileCommand(both).handler, "app.handler");
  assert.equal(dockerfileCommand("CMD app.handler").handler, "app.handler");
  assert.equal(dockerfileCommand("# CMD app.handler").handler, undefined);
});

test("reads what is copied from the context over continued lines, and nothing from other stages", () => {
  const text =
    'COPY --chown=1 src/app.py \\\n  # why\n  lib/ ${LAMBDA_TASK_ROOT}\nCOPY --from=build /out ./\nADD ["a b", "./"]';
  assert.deepEqual(dockerfileCommand(text).copied, ["src/app.py", "lib/", "a b"]);
});
