import assert from "node:assert/strict";
import { test } from "node:test";
import { debugBackends } from "../runner/debug/backends/backends.ts";
import type { DebugLanguage } from "../runner/model/debug-language.ts";
import { noStopOnEntry } from "./no-stop-on-entry.ts";

test("where stopping on entry can't be had, it is said what to do instead", () => {
  const languages = Object.keys(debugBackends) as DebugLanguage[];
  const told = languages.filter((language) => noStopOnEntry({ functionName: "Orders", language }) !== undefined);
  assert.deepEqual(told.toSorted(), ["java", "native"]);
  assert.match(
    noStopOnEntry({ functionName: "Orders", language: "java" }) ?? "",
    /^Orders is not stopped on entry: functions in Java can't be\. Set a breakpoint in the first line of its handler/,
  );
});
