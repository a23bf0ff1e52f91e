import assert from "node:assert/strict";
import { test } from "node:test";
import { includedFiles, parseRequirements } from "./requirements.ts";

test("requirements are read with their names, exact versions and lines", () => {
  const text = [
    "# comment",
    "--index-url https://example.com # with credentials",
    "Foo_Bar[extra] == 1.2.3  # why",
    "plain",
    "ranged>=1,<2",
    'marked==2 ; python_version < "3.9"',
    "hashed==3 \\",
    "    --hash=sha256:abc",
    "direct @ https://example.com/direct.zip",
    "./local",
    "-e ../shared",
    "-c constraints.txt",
    "-r more.txt",
    "",
  ].join("\r\n");
  assert.deepEqual(
    parseRequirements(text).map(({ name, version, line }) => [name, version, line]),
    [
      ["foo-bar", "1.2.3", 3],
      ["plain", undefined, 4],
      ["ranged", undefined, 5],
      ["marked", "2", 6],
      ["hashed", "3", 7],
      ["direct", undefined, 9],
      [undefined, undefined, 10],
      [undefined, undefined, 11],
      [undefined, undefined, 13],
    ],
  );
  assert.deepEqual(includedFiles(text), ["constraints.txt", "more.txt"]);
});
