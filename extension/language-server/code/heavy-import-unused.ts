import type { SyntaxNode } from "@lezer/common";
import { nodeLoadMs, pythonLoadMs } from "../../../runner/model/estimate/load-ms.ts";
import type { Finding } from "../../../runner/model/rules/finding.ts";
import type { CodeDocument } from "./check-code.ts";
import { type CodeFix, findingIn } from "./code-finding.ts";
import { indexOf } from "./code-index.ts";
import { type ImportStatement, importStatements } from "./import-statements.ts";
import { nodesIn } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";
import { isPlainImport } from "./plain-import.ts";

/** Packages that take long to load, imported for nothing. */
export function heavyImportUnused(document: CodeDocument): Finding[] {
  const { tree: parsed } = document;
  return importStatements(parsed)
    .filter((statement) => isHeavy(parsed, statement) && isUnused(parsed, statement))
    .map((statement) => {
      const names = new Intl.ListFormat("en").format(statement.names.map(({ local }) => local));
      const fix = removal(parsed, statement);
      return findingIn(document, {
        code: "heavy-import-unused",
        from: statement.from,
        to: statement.to,
        message: `"${statement.specifier}" takes long to load, and nothing in this file uses ${names}.`,
        hint: "Remove the import, and cold starts do without it.",
        fixes: fix === undefined ? [] : [fix],
      });
    });
}

/**
 * Whether the names of an import are nowhere else. Said of nothing in half-typed code, where a name may be in a part that
 * could not be read; nor of imports that TypeScript leaves out itself, or that stand in a condition.
 */
export function isUnused(parsed: ParsedCode, { form, names, statement, isAtInit }: ImportStatement): boolean {
  const isElided = parsed.language === "typescript" && form === "import";
  if (!isAtInit || isElided || names.length === 0 || statement.parent?.type.isTop !== true) return false;
  if (isMarked(parsed, statement) || indexOf(parsed).hasErrors) return false;
  const places = placesOfNames(parsed);
  const isElsewhere = (place: number): boolean => place < statement.from || place >= statement.to;
  return !names.some(({ local }) => places.get(local)?.some(isElsewhere));
}

/** Where a linter is told that the import has a purpose, it has. */
function isMarked(parsed: ParsedCode, statement: SyntaxNode): boolean {
  const lineBefore = parsed.text.lastIndexOf("\n", parsed.text.lastIndexOf("\n", statement.from - 1) - 1) + 1;
  const lineEnd = parsed.text.indexOf("\n", statement.to);
  const around = parsed.text.slice(lineBefore, lineEnd < 0 ? parsed.text.length : lineEnd);
  return /eslint-disable|biome-ignore|oxlint-disable|@ts-|#\s*noqa|pylint:\s*disable|type:\s*ignore/.test(around);
}

/** The offsets at which each name stands. */
function placesOfNames(parsed: ParsedCode): ReadonlyMap<string, readonly number[]> {
  const known = namesOf.get(parsed);
  if (known !== undefined) return known;
  const places = new Map<string, number[]>();
  const add = (name: string, place: number): void => {
    const ofName = places.get(name);
    if (ofName === undefined) places.set(name, [place]);
    else ofName.push(place);
  };
  for (const node of nodesIn(parsed.tree.topNode, ...identifiers)) add(textOf(parsed, node), node.from);
  // Python names things in strings, too: in `__all__` and in types. What stands alone is documentation.
  const strings = parsed.language === "python" ? indexOf(parsed).nodes("String") : [];
  for (const node of strings.filter(({ parent }) => parent?.name !== "ExpressionStatement")) {
    for (const [word] of textOf(parsed, node).matchAll(/\w+/g)) add(word, node.from);
  }
  namesOf.set(parsed, places);
  return places;
}

/** Each heavy import asks for them. */
const namesOf = new WeakMap<ParsedCode, ReadonlyMap<string, readonly number[]>>();

const identifiers = ["VariableName", "VariableDefinition", "TypeName", "JSXIdentifier", "PropertyDefinition"];

function removal(parsed: ParsedCode, imported: ImportStatement): CodeFix | undefined {
  if (!isPlainImport(parsed, imported)) return undefined;
  const { from, to } = imported.statement;
  const lineEnd = parsed.text.indexOf("\n", to);
  const end = lineEnd < 0 ? parsed.text.length : lineEnd + 1;
  return { title: "Remove the import", isPreferred: true, edits: [{ from, to: end, newText: "" }] };
}

function isHeavy({ language }: ParsedCode, { specifier }: ImportStatement): boolean {
  if (language === "python") {
    const [top = ""] = specifier.split(".");
    return !doSomethingWhenLoaded.has(top) && (unmeasuredPython.has(top) || (pythonLoadMs(top) ?? 0) >= heavyMs);
  }
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "";
  if (/^@aws-sdk\/(?:client|lib)-/.test(name) || unmeasuredNode.has(name)) return true;
  return !doSomethingWhenLoaded.has(name) && (nodeLoadMs(name) ?? 0) >= heavyMs;
}

/** CPU time, of those that were measured. */
const heavyMs = 25;

/** Drivers, which other packages find only where they have been imported, and what traces others. */
const doSomethingWhenLoaded = new Set(
  `@sentry/node aws-xray-sdk aws_xray_sdk ioredis mongodb mysql2 pg psycopg psycopg2 pymongo pymysql redis sentry_sdk
  undici`.split(/\s+/),
);

/** Larger than what was measured, or only together with programs of their own. */
const unmeasuredNode = new Set(
  `@faker-js/faker @google-cloud/storage aws-cdk-lib ethers firebase-admin jsdom langchain mathjs moment-timezone playwright
  playwright-core puppeteer sequelize sharp twilio typeorm typescript web3 xlsx`.split(/\s+/),
);
const unmeasuredPython = new Set(
  "awswrangler cv2 keras langchain numba spacy tensorflow torch transformers".split(" "),
);
