import assert from "node:assert/strict";
import { test } from "node:test";
import { registryAuth, registryOf, type RegistryAuth } from "./registry-auth.ts";

const registries: [reference: string, registry: string][] = [
  ["public.ecr.aws/lambda/nodejs:24", "public.ecr.aws"],
  ["localhost:5000/mine", "localhost:5000"],
  ["localhost/mine", "localhost"],
  ["company/image:1", "https://index.docker.io/v1/"],
  ["ubuntu", "https://index.docker.io/v1/"],
];
for (const [reference, registry] of registries) {
  test(`knows the registry of ${reference}`, () => assert.equal(registryOf(reference), registry));
}

const login = Buffer.from("me:pass:word").toString("base64");
const cases: [title: string, config: object | undefined, expected: RegistryAuth | undefined][] = [
  ["none without docker's configuration", undefined, undefined],
  ["none for another registry", { auths: { "other.test": { auth: login } } }, undefined],
  [
    "what docker login stored",
    { auths: { "mirror.test": { auth: login } } },
    { username: "me", password: "pass:word", serveraddress: "mirror.test" },
  ],
  [
    "an identity token",
    { auths: { "mirror.test": { identitytoken: "token" } } },
    { identitytoken: "token", serveraddress: "mirror.test" },
  ],
  [
    "what the registry's helper says",
    { credHelpers: { "mirror.test": "good" }, credsStore: "bad" },
    { username: "helper", password: "mirror.test", serveraddress: "mirror.test" },
  ],
  [
    "the stored login when the helper fails",
    { credsStore: "bad", auths: { "mirror.test": { auth: login } } },
    { username: "me", password: "pass:word", serveraddress: "mirror.test" },
  ],
];
for (const [title, config, expected] of cases) {
  test(`takes ${title}`, async () => {
    const auth = await registryAuth(
      "mirror.test/lambda/nodejs:24",
      {
        env: {},
        home: "/home/me",
        readFile: () =>
          config === undefined ? Promise.reject(new Error("ENOENT")) : Promise.resolve(JSON.stringify(config)),
        askHelper: (helper, registry) =>
          helper === "good"
            ? Promise.resolve(JSON.stringify({ Username: "helper", Secret: registry }))
            : Promise.reject(new Error("no such helper")),
      },
      new AbortController().signal,
    );
    assert.deepEqual(auth, expected);
  });
}
