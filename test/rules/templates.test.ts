import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkTemplate, type FunctionFacts } from "../../runner/model/rules/check-template.ts";
import { applyFix, findingsIn, inShort, testDay } from "../../runner/model/rules/findings-for-tests.ts";
import { parseTemplate } from "../../runner/model/template/template.ts";
import { expected } from "./expected-findings.ts";

const good = templatesIn("good");
const bad = templatesIn("bad");

describe("templates as people publish them", () => {
  for (const [name, text] of good) {
    test(`have nothing wrong where they are written well: ${name}`, () => {
      assert.deepEqual(findingsIn(text, facts).map(inShort), []);
    });
  }
});

describe("templates with mistakes", () => {
  test("are all among those with a list of what is found", () => {
    assert.deepEqual(bad.map(([name]) => name).sort(), Object.keys(expected).sort());
  });

  for (const [name, text] of bad) {
    test(`have exactly these found: ${name}`, () => {
      assert.deepEqual(findingsIn(text, facts).map(inShort), expected[name]);
    });

    test(`have the same found with the line ends of Windows: ${name}`, () => {
      assert.deepEqual(findingsIn(text.replaceAll("\n", "\r\n"), facts).map(inShort), expected[name]);
    });
  }
});

describe("fixes", () => {
  for (const [name, unix] of bad) {
    for (const text of [unix, unix.replaceAll("\n", "\r\n")]) {
      const lineEnd = text === unix ? "" : ", with the line ends of Windows";
      for (const finding of findingsIn(text, facts)) {
        for (const fix of finding.fixes) {
          test(`take one finding away and nothing else: ${name} ${inShort(finding)}${lineEnd}`, () => {
            const fixed = applyFix(text, fix);
            assert.deepEqual(parseTemplate(fixed, "/work/template.yaml").problems, []);
            const others = findingsIn(text, facts).filter(
              (each) => each !== finding && inShort(each) !== inShort(finding),
            );
            assert.deepEqual(findingsIn(fixed, facts).map(named).sort(), others.map(named).sort());
            assert.deepEqual(commentsIn(fixed), commentsIn(text));
            assert.equal(fixed.includes("\r\n"), text.includes("\r\n"));
            assert.equal(/[^\r]\n/.test(fixed), /[^\r]\n/.test(text));
          });
        }
      }
    }
  }
});

describe("half-typed templates", () => {
  for (const [name, text] of [...good, ...bad]) {
    test(`are checked without an exception, and with ranges inside of them: ${name}`, () => {
      const step = Math.max(7, Math.floor(text.length / 40));
      for (let length = 0; length < text.length; length += step) {
        for (const part of [text.slice(0, length), text.slice(0, length) + text.slice(length + step)]) {
          const lines = part.split("\n");
          for (const { range } of findingsIn(part, facts)) {
            assert.ok(range.end.line < lines.length);
            assert.ok(range.start.character <= (lines[range.start.line]?.length ?? -1));
          }
        }
      }
    });
  }
});

test("a day's findings are those of that day", () => {
  const [, text = ""] = bad.find(([name]) => name === "retiring.yaml") ?? [];
  const template = parseTemplate(text, "/work/template.yaml");
  const early = checkTemplate(template, text, { today: new Date("2026-09-01"), facts });
  assert.deepEqual(early.map(inShort), []);
  assert.ok(checkTemplate(template, text, { today: testDay, facts }).length > 0);
});

function templatesIn(folder: string): (readonly [name: string, text: string])[] {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")]);
}

/** What the functions of `measured.yaml` have shown. */
function facts(logicalId: string): FunctionFacts | undefined {
  return {
    Full: { peakMemoryMb: 460, runs: 3 },
    Empty: { peakMemoryMb: 90, runs: 40 },
    Young: { peakMemoryMb: 90, runs: 9 },
    Right: { peakMemoryMb: 300, runs: 40 },
    Large: { runs: 0, unpackedBytes: 220 * 1024 * 1024 },
  }[logicalId];
}

function named({ code, logicalId = "", message }: { code: string; logicalId?: string; message: string }): string {
  return `${code} ${logicalId} ${message}`;
}

function commentsIn(text: string): string[] {
  return text.match(/#.*$/gm) ?? [];
}
