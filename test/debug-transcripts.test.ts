import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { transcribedLanguages } from "./debug/transcribed-languages.ts";
import { transcribeSession } from "./debug/transcribed-session.ts";

suite("A whole debug session says what it always says", { timeout: 300_000 }, () => {
  for (const language of transcribedLanguages) {
    for (const engine of language.engines) {
      const skip = lacking(...language.parts, ...(engine === "container" ? (["container engine"] as const) : []));
      const where = engine === "process" ? "a process of this machine" : "a container";
      test(`for ${language.name} in ${where}`, { skip }, async (t) => {
        const golden = join(import.meta.dirname, "debug", "transcripts", `${language.name}-${engine}.txt`);
        const text = await transcribeSession(t, language, engine);
        if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
        const lines = text.split("\n");
        const wanted = readFileSync(golden, "utf8").split("\n");
        // All of the difference is too long for a test's report; from here on it can be read.
        const at = lines.findIndex((line, index) => line !== wanted[index]);
        if (at >= 0)
          assert.deepEqual(
            lines.slice(at, at + 15),
            wanted.slice(at, at + 15),
            `From line ${String(at + 1)} of ${golden}`,
          );
        assert.equal(lines.length, wanted.length);
      });
    }
  }
});
