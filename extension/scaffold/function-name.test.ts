import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flatCase, functionNameProblem, kebabCase, pascalCase, snakeCase } from "./function-name.ts";

describe("The name of a new function", () => {
  for (const name of ["OrderMailer", "a", "Http2", "x".repeat(64)]) {
    test(`may be ${name}`, () => assert.equal(functionNameProblem(name, ["Orders"]), undefined));
  }

  const wrong: [name: string, message: RegExp][] = [
    ["", /^Give the function a name/],
    ["1st", /starts with a letter, and 1st does not/],
    ["order-mailer", /leave out "-"/],
    ["Order Mailer", /leave out " "/],
    ["Übersicht", /starts with a letter/],
    ["x".repeat(65), /at most 64 characters, and this one 65/],
    ["Orders", /has Orders already/],
  ];
  for (const [name, message] of wrong) {
    test(`may not be "${name}"`, () => assert.match(functionNameProblem(name, ["Orders"]) ?? "", message));
  }

  test("may not lead to the folder of another one", () => {
    assert.match(functionNameProblem("orderMailer", ["OrderMailer"]) ?? "", /has OrderMailer already/);
  });

  const spellings: [name: string, kebab: string][] = [
    ["OrderMailer", "order-mailer"],
    ["orderMailer", "order-mailer"],
    ["HTTPProxy", "http-proxy"],
    ["Resize2Images", "resize2-images"],
    ["Orders", "orders"],
  ];
  for (const [name, kebab] of spellings) {
    test(`${name} becomes ${kebab} in paths`, () => {
      assert.equal(kebabCase(name), kebab);
      assert.equal(snakeCase(name), kebab.replaceAll("-", "_"));
      assert.equal(flatCase(name), kebab.replaceAll("-", ""));
      assert.match(pascalCase(name), /^[A-Z]/);
    });
  }
});
