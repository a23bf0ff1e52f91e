import assert from "node:assert/strict";
import { test } from "node:test";
import { mayExport } from "./node-exports.ts";

const exporting = [
  "export const handler = async () => {};",
  "export let a = 1, handler = 2;",
  "export const handler: Handler<A, B> = async () => {};",
  "export function handler() {}",
  "export async function handler() {}",
  "export function* handler() {}",
  "export class handler {}",
  "export const { handler, other } = make();",
  "export const { run: handler } = make();",
  "const h = 1; export { h as handler };",
  "export { other, handler };",
  "export { handler } from './real.js';",
  "export * from './real.js';",
  "export = { handler };",
  "exports.handler = () => {};",
  "module.exports.handler = () => {};",
  "exports['handler'] = () => {};",
  "module.exports = { handler };",
  "module.exports = {\n  other,\n  handler: async () => {},\n};",
  "module.exports = { async handler() {} };",
  "module.exports = { ...require('./real') };",
  "module.exports = require('./real');",
  "Object.defineProperty(exports, 'handler', {});",
  "Object.assign(exports, real);",
  "__export(index_exports, { handler: () => handler });",
  "for (const name of names) exports[name] = 1;",
  "const e = module.exports; e.handler = 1;",
  "const url = 'https://x'; exports.handler = 1;",
  "const glob = '**/*.js'; exports.handler = 1; /* end */",
  "const one = `it's`; exports.handler = 1; // '",
  "exports.other = exports.handler = 1;",
];
const notExporting = [
  "",
  "const handler = () => {};",
  "export const other = 1;",
  "export const handlers = 1;",
  "// export const handler = 1;\nexport const other = 2;",
  "/* exports.handler = 1 */ exports.other = 2;",
  "module.exports = { other, handlers };",
  "export default function handler() {}",
  "export { handler as other };",
];

for (const source of exporting)
  test(`may export handler: ${source}`, () => assert.equal(mayExport(source, "handler"), true));
for (const source of notExporting)
  test(`does not export handler: ${source}`, () => assert.equal(mayExport(source, "handler"), false));

test("finds the default export", () => {
  assert.equal(mayExport("export default async () => {};", "default"), true);
  assert.equal(mayExport("export const handler = 1;", "default"), false);
});
