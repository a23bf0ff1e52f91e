import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeSource, LambdaFunction } from "../../model/function.ts";
import { chooseImage, imagePlatform, type ImageChoice } from "./image-choice.ts";

const zip = (runtime: string | undefined): LambdaFunction =>
  ({ name: "hello", packageType: "Zip", runtime, code: { kind: "folder", path: "/work" } }) as LambdaFunction;
const image = (code: CodeSource): LambdaFunction => ({ name: "hello", packageType: "Image", code }) as LambdaFunction;

const dockerfile = {
  kind: "dockerfile",
  context: "/work",
  dockerfile: "Dockerfile",
  buildArgs: {},
  target: undefined,
  tag: undefined,
} as const;

const choices: [title: string, fn: LambdaFunction, expected: ImageChoice][] = [
  ["AWS's image for a runtime", zip("python3.13"), { kind: "pull", reference: "public.ecr.aws/lambda/python:3.13" }],
  [
    "AWS's image for an OS-only runtime",
    zip("provided.al2023"),
    { kind: "pull", reference: "public.ecr.aws/lambda/provided:al2023" },
  ],
  ["a person's image for one runtime", zip("nodejs24.x"), { kind: "pull", reference: "mirror.test/nodejs:24" }],
  [
    "an image function's own",
    image({ kind: "image", uri: "hello:latest" }),
    { kind: "pull", reference: "hello:latest" },
  ],
  ["the build of a Dockerfile", image(dockerfile), { kind: "build", source: dockerfile }],
];
for (const [title, fn, expected] of choices) {
  test(`chooses ${title}`, () => {
    assert.deepEqual(chooseImage(fn, { "nodejs24.x": "mirror.test/nodejs:24" }), expected);
  });
}

const refusals: [title: string, fn: LambdaFunction, code: string, message: RegExp][] = [
  ["an unknown runtime", zip("cobol85"), "image-unavailable", /"cobol85".*--image cobol85=IMAGE/],
  [
    "an image that is elsewhere",
    image({ kind: "elsewhere", reason: "It is in another account." }),
    "code-missing",
    /It is in another account\. Set ImageUri/,
  ],
  ["an image function with zip code", image({ kind: "zip", path: "/a.zip" }), "code-missing", /its code is a zip/],
];
for (const [title, fn, code, message] of refusals) {
  test(`refuses ${title} and says what to do`, () => {
    assert.throws(() => chooseImage(fn, {}), { code, message });
  });
}

test("names architectures as engines do", () => {
  assert.equal(imagePlatform({ architecture: "x86_64" }), "linux/amd64");
  assert.equal(imagePlatform({ architecture: "arm64" }), "linux/arm64");
});
