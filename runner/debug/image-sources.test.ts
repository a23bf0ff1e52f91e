import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import type { CodeSource, LambdaFunction } from "../model/function.ts";
import { imageSources } from "./image-sources.ts";

const cmd = 'CMD ["app.handler"]\n';

test("the language of an image is its base image's", async (t) => {
  const languageOf = async (dockerfile: string, changes = {}): Promise<unknown> =>
    (await imageSources(image(t, { Dockerfile: dockerfile }, changes))).language;
  assert.equal(await languageOf("FROM public.ecr.aws/lambda/nodejs:24\n"), "node");
  assert.equal(await languageOf("from --platform=linux/arm64 node:24-slim@sha256:00\n"), "node");
  assert.equal(await languageOf("FROM registry:5000/python:3.14 AS base\nFROM base\n"), "python");
  assert.equal(await languageOf("ARG BASE=lambda/python\nFROM ${BASE}:3.13\n"), "python");
  assert.equal(await languageOf("ARG BASE=lambda/python\nFROM $BASE:3.13\n", { buildArgs: { BASE: "node" } }), "node");
  assert.equal(await languageOf("FROM public.ecr.aws/lambda/java:21\n"), "java");
  assert.equal(await languageOf("FROM ruby:3.4\n"), "ruby");
  const stages = "FROM node:24 AS build\nFROM python:3.14\n";
  assert.equal(await languageOf(stages), "python");
  assert.equal(await languageOf(stages, { target: "build" }), "node");
  for (const other of ["FROM golang:1.26\n", "FROM nodejs-tools\n", "", "FROM ${NOTHING}\n"]) {
    assert.equal(await languageOf(other), undefined, other);
  }
  assert.equal((await imageSources(withCode({ kind: "image", uri: "x/nodejs:24" }))).language, "node");
});

test("the folder of an image's code is where its handler's module is", async (t) => {
  const base = "FROM lambda/nodejs:24\n";
  const folderOf = async (files: Record<string, string>, context = files): Promise<string> => {
    const fn = image(t, { Dockerfile: base + cmd, ...context });
    const { folder } = await imageSources(fn);
    assert.ok(fn.code.kind === "dockerfile" && folder?.startsWith(fn.code.context));
    return String(folder).slice(fn.code.context.length);
  };
  assert.equal(await folderOf({ "app.js": "" }), "");
  assert.equal(await folderOf({ "src/app.mjs": "", "node_modules/x/app.js": "" }), "/src");
  // Who knows which.
  assert.equal(await folderOf({ "one/app.py": "", "two/app.py": "" }), "");
  assert.equal(await folderOf({}), "");
  assert.equal(await folderOf({ Dockerfile: `${base}CMD ["lib/app.main"]\n`, "code/lib/app.ts": "" }), "/code");
});

function image(t: TestContext, files: Record<string, string>, changes = {}): LambdaFunction {
  const context = mkdtempSync(join(tmpdir(), "pilotlight-image-"));
  t.after(() => rmSync(context, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), text);
  }
  const built = { context, dockerfile: "Dockerfile", buildArgs: {}, target: undefined, tag: undefined };
  return withCode({ kind: "dockerfile", ...built, ...changes });
}

function withCode(code: CodeSource): LambdaFunction {
  return { name: "Imaged", packageType: "Image", code, imageConfig: undefined } as unknown as LambdaFunction;
}
