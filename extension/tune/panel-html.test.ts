import assert from "node:assert/strict";
import { test } from "node:test";
import { panelHtml } from "./panel-html.ts";

test("the panel's page runs its own script alone, and loads nothing from elsewhere", () => {
  const page = panelHtml({ script: "page:/a.js", styles: "page:/a.css" }, "page:", "abc+/=");
  const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  assert.deepEqual(policy.split("; "), [
    "default-src 'none'",
    "script-src 'nonce-abc+/='",
    "style-src page:",
    "img-src data:",
  ]);
  assert.deepEqual(page.match(/<script[^>]*>/g), ['<script nonce="abc+/=" src="page:/a.js">']);
  assert.doesNotMatch(page, /https?:| style=| on\w+=/);
});
