import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { invokeCommand } from "./copied-commands.ts";

const url = "http://127.0.0.1:3001";

test("writes a curl command for an event of a file", () => {
  const command = invokeCommand("curl", { url, functionName: "Hello", event: { file: "/p/events/a.json" } });
  const path = "/2015-03-31/functions/Hello/invocations";
  assert.equal(command, `curl -sS ${url}${path} --data-binary @/p/events/a.json`);
});

test("writes an AWS CLI command with the event in it, on one line", () => {
  const command = invokeCommand("aws", { url, functionName: "Hello", event: { text: '{\n  "a": 1\n}' } });
  assert.match(command, /^aws lambda invoke --endpoint-url http:\/\/127\.0\.0\.1:3001 --function-name Hello /);
  assert.match(command, / --payload '\{"a":1\}' \/dev\/stdout$/);
});

test("quotes so that a shell hands on the very text", { skip: process.platform === "win32" }, () => {
  const text = JSON.stringify({ say: `it's $HOME "and" \`more\`` });
  const command = invokeCommand("curl", { url, functionName: "Hello", event: { text } });
  const printed = execFileSync("sh", ["-c", command.replace(/^curl -sS \S+ --data-binary/, "printf %s")]);
  assert.equal(printed.toString(), text);
});
