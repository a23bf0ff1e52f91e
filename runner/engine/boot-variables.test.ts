import assert from "node:assert/strict";
import { test } from "node:test";
import { lambdaFunction } from "../../test/harness/lambda-function.ts";
import { actsAtBoot, loadsIntoEveryProgram } from "./boot-variables.ts";

const acting = [
  "--require /opt/a.js",
  "--require=/opt/a.js",
  "-r /opt/a.js",
  "--enable-source-maps -r /opt/a.js",
  '"--require" "/opt/a.js"',
  "--import /opt/a.mjs",
  "--loader ./hooks.mjs",
  "--experimental-loader ./hooks.mjs",
  "--experimental_loader ./hooks.mjs",
  "--experimental-config-file=node.config.json",
];
for (const options of acting) {
  test(`sees that Node.js reads a file of the function's as it boots with ${options}`, () => {
    assert.equal(actsAtBoot({ NODE_OPTIONS: options }), true);
  });
}

test("sees that options and variables of other kinds change nothing about when code runs", () => {
  assert.equal(actsAtBoot({ NODE_OPTIONS: "--enable-source-maps --max-old-space-size=64", NODE_PATH: "/opt" }), false);
  assert.equal(actsAtBoot({ PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1", JAVA_TOOL_OPTIONS: "-Xss1m" }), false);
  assert.equal(actsAtBoot({}), false);
});

test("sees what brings Python code of the function's own", () => {
  for (const name of ["PYTHONPATH", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONHOME"]) {
    assert.equal(actsAtBoot({ [name]: "/opt/x" }), true, name);
  }
});

test("sees what is loaded into every program", () => {
  assert.equal(loadsIntoEveryProgram(lambdaFunction({ environment: { LD_PRELOAD: "/opt/x.so" } })), true);
  assert.equal(loadsIntoEveryProgram(lambdaFunction({ environment: { GREETING: "hello" } })), false);
});
