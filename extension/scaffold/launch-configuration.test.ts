import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse } from "jsonc-parser";
import { addLaunchConfiguration } from "./launch-configuration.ts";

const debugOrders = {
  type: "lambda",
  request: "launch",
  name: "Debug Orders",
  function: "Orders",
  event: "${workspaceFolder}/events/orders/get.json",
};
const add = (text: string | undefined): string => addLaunchConfiguration(text, "Orders", "events/orders/get.json");

describe("A launch configuration", () => {
  for (const text of [undefined, "", " \n"]) {
    test(`makes a file of ${text === undefined ? "none" : JSON.stringify(text)}`, () => {
      assert.deepEqual(JSON.parse(add(text)), { version: "0.2.0", configurations: [debugOrders] });
    });
  }

  test("comes last, and leaves all other lines as they are", () => {
    const text = `{
    // Ours.
    "version": "0.2.0",
    "configurations": [
        // The server.
        { "name": "Server", "type": "node", "request": "launch" }, // runs
    ],
    "compounds": []
}
`;
    const result = add(text);
    assert.deepEqual((parse(result, [], { allowTrailingComma: true }) as { configurations: unknown }).configurations, [
      { name: "Server", type: "node", request: "launch" },
      debugOrders,
    ]);
    const kept = text.split("\n");
    assert.deepEqual(
      result.split("\n").filter((line) => kept.includes(line)),
      kept,
    );
    assert.match(result, /^ {12}"name": "Debug Orders",$/m);
  });

  test("brings the list along, with tabs and line ends as in the file", () => {
    const result = add('{\r\n\t"version": "0.2.0"\r\n}\r\n');
    assert.deepEqual(JSON.parse(result), { version: "0.2.0", configurations: [debugOrders] });
    assert.match(result, /\r\n\t"configurations": \[\r\n/);
    assert.doesNotMatch(result, /[^\r]\n/);
  });

  test("stands in the file once", () => assert.equal(add(add(undefined)), add(undefined)));

  for (const text of ["{", "[]", '{"configurations": {}}', "1"]) {
    test(`is not added to ${text}`, () => {
      assert.throws(() => add(text), /launch\.json can't be read, .*Orders.*Correct the file/);
    });
  }
});
