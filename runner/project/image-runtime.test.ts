import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { imageRuntime } from "./image-runtime.ts";

test("the runtime of an image is its base image's, whatever registry that is from", async () => {
  const of = (uri: string): Promise<string | undefined> => imageRuntime({ kind: "image", uri });
  assert.equal(await of("public.ecr.aws/lambda/nodejs:22"), "nodejs22.x");
  assert.equal(await of("public.ecr.aws/lambda/python:3.13-arm64"), "python3.13");
  assert.equal(await of("registry:5000/mirror/lambda/python:3.9.2025.01.01.00@sha256:00"), "python3.9");
  assert.equal(await of("amazon/aws-lambda-nodejs:24"), "nodejs24.x");
  assert.equal(await of("public.ecr.aws/lambda/java:8.al2"), "java8.al2");
  assert.equal(await of("public.ecr.aws/lambda/provided:al2023"), "provided.al2023");
});

test("an image that starts from anything else has a runtime of its own", async () => {
  for (const uri of ["node:24-slim", "python:3.13", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:7", ""]) {
    assert.equal(await imageRuntime({ kind: "image", uri }), undefined, uri);
  }
});

test("a Dockerfile tells it through its stages and arguments", async (t) => {
  const context = mkdtempSync(join(tmpdir(), "pilotlight-image-"));
  t.after(() => rmSync(context, { recursive: true }));
  writeFileSync(
    join(context, "Dockerfile"),
    "ARG VERSION=20\nFROM public.ecr.aws/lambda/nodejs:${VERSION} AS base\nFROM golang:1.26 AS tools\nFROM base\n",
  );
  const code = { kind: "dockerfile", context, dockerfile: "Dockerfile", target: undefined, tag: undefined } as const;
  assert.equal(await imageRuntime({ ...code, buildArgs: {} }), "nodejs20.x");
  assert.equal(await imageRuntime({ ...code, buildArgs: { VERSION: "24" } }), "nodejs24.x");
  assert.equal(await imageRuntime({ ...code, buildArgs: {}, target: "tools" }), undefined);
  assert.equal(await imageRuntime({ ...code, buildArgs: {}, dockerfile: "missing" }), undefined);
});
