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
        assert.equal(text, readFileSync(golden, "utf8"));
      });
    }
  }
});
