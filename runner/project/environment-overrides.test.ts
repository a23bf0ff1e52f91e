import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { Failure } from "../model/failure.ts";
import { loadEnvironmentOverrides, overriddenEnvironment } from "./environment-overrides.ts";
import { workspaceWith } from "./workspace-for-tests.ts";

test("lets later sources win: template, .env, the template's .env, --env-file, --env-vars", async (t) => {
  const root = await workspaceWith(t, {
    ".env": "B=env\nC=env\nD=env\nE=env\nF=env\n",
    "api/.env": "C=beside\nD=beside\nE=beside\nF=beside\n",
    "one.env": "D=one\nE=one\nF=one\n",
    "two.env": "export E='two words'\nF=two\n",
    "vars.json": '{ "Parameters": { "F": "all", "G": "all" }, "Fn": { "G": 7, "H": true }, "Other": { "A": "no" } }',
  });
  const overrides = await loadEnvironmentOverrides({
    root,
    envFiles: ["one.env", "two.env"],
    envVarsFile: "vars.json",
  });
  const environment = await overriddenEnvironment(
    { A: "t", B: "t" },
    ["fn-name", "Fn"],
    path.join(root, "api"),
    overrides,
  );
  assert.deepEqual(environment, {
    A: "t",
    B: "env",
    C: "beside",
    D: "one",
    E: "two words",
    F: "all",
    G: "7",
    H: "true",
  });
  assert.deepEqual(overrides.problems, []);
});

test("sets variables the template does not declare", async (t) => {
  const root = await workspaceWith(t, { ".env": "NEW=1\n" });
  const overrides = await loadEnvironmentOverrides({ root });
  assert.deepEqual(await overriddenEnvironment({}, ["Fn"], root, overrides), { NEW: "1" });
});

test("drops reserved variables and says on which line", async (t) => {
  const root = await workspaceWith(t, { ".env": "# mine\nOWN=1\nexport AWS_REGION=eu-west-1\n" });
  const { workspace, problems } = await loadEnvironmentOverrides({ root });
  assert.deepEqual(workspace, { OWN: "1" });
  assert.deepEqual(
    problems.map(({ code, file, range }) => [code, file, range.start.line]),
    [["environment-key-reserved", path.join(root, ".env"), 2]],
  );
});

const unusable: readonly (readonly [title: string, content: string])[] = [
  ["is not JSON", "{"],
  ["is a list", "[]"],
  ["has no object for a function", '{ "Fn": "x" }'],
  ["has an object for a variable", '{ "Fn": { "A": {} } }'],
  ["has null for a variable", '{ "Parameters": { "A": null } }'],
];

for (const [title, content] of unusable) {
  test(`refuses a file of variables that ${title}`, async (t) => {
    const root = await workspaceWith(t, { "vars.json": content });
    await assert.rejects(loadEnvironmentOverrides({ root, envVarsFile: "vars.json" }), isUsage);
  });
}

test("refuses named files that are not there, and does without a .env", async (t) => {
  const root = await workspaceWith(t, {});
  for (const sources of [{ envVarsFile: "vars.json" }, { envFiles: ["no.env"] }]) {
    await assert.rejects(loadEnvironmentOverrides({ root, ...sources }), (error) => {
      assert.ok(isUsage(error));
      assert.match(error.message, /can't be read: there is no such file\. Correct the path/);
      return true;
    });
  }
  assert.deepEqual((await loadEnvironmentOverrides({ root })).workspace, {});
});

function isUsage(error: unknown): error is Failure {
  return error instanceof Failure && error.code === "usage";
}
