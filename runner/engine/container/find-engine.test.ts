import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { describeAddress, type EngineAddress } from "./engine-address.ts";
import { explainNoEngine } from "./explain-no-engine.ts";
import { findContainerEngine, type FindEngineOptions } from "./find-engine.ts";
import type { ProbeResult } from "./probe-engine.ts";

const home = "/home/me";
const docker: ProbeResult = {
  kind: "answered",
  version: { product: "Docker", version: "28.1.0", os: "linux", localAddress: undefined },
};

interface World {
  env?: Record<string, string>;
  files?: Record<string, string>;
  /** What answers where; everywhere else there is no such file. */
  engines?: Record<string, ProbeResult>;
  platform?: NodeJS.Platform;
}

function options({ env = {}, files = {}, engines = {}, platform = "linux" }: World): FindEngineOptions {
  return {
    env,
    platform,
    home,
    uid: 1000,
    signal: new AbortController().signal,
    readFile: (path) =>
      files[path] === undefined ? Promise.reject(new Error("ENOENT")) : Promise.resolve(files[path]),
    probe: (address: EngineAddress) =>
      Promise.resolve(engines[describeAddress(address)] ?? { kind: "failed", reason: "no such file" }),
  };
}

function contextFile(name: string): string {
  const id = createHash("sha256").update(name).digest("hex");
  return join(home, ".docker/contexts/meta", id, "meta.json");
}
const endpoint = (host: string): string => JSON.stringify({ Endpoints: { docker: { Host: host } } });

const found: [title: string, world: World, name: string, place: string][] = [
  [
    "DOCKER_HOST before everything else",
    {
      env: { DOCKER_HOST: "unix:///mine.sock" },
      engines: { "/mine.sock": docker, "/var/run/docker.sock": docker },
    },
    "DOCKER_HOST",
    "/mine.sock",
  ],
  [
    "the context named by DOCKER_CONTEXT",
    {
      env: { DOCKER_CONTEXT: "work" },
      files: { [contextFile("work")]: endpoint("unix:///work.sock") },
      engines: { "/work.sock": docker, "/var/run/docker.sock": docker },
    },
    "docker context",
    "/work.sock",
  ],
  [
    "the context docker's configuration names",
    {
      files: {
        [join(home, ".docker/config.json")]: JSON.stringify({ currentContext: "colima" }),
        [contextFile("colima")]: endpoint("unix:///home/me/.colima/default/docker.sock"),
      },
      engines: { "/home/me/.colima/default/docker.sock": docker },
    },
    "docker context",
    "/home/me/.colima/default/docker.sock",
  ],
  ["the usual socket", { engines: { "/var/run/docker.sock": docker } }, "Docker", "/var/run/docker.sock"],
  [
    "rootless Podman",
    { engines: { "/run/user/1000/podman/podman.sock": docker } },
    "Podman rootless",
    "/run/user/1000/podman/podman.sock",
  ],
  [
    "rootless Podman where XDG_RUNTIME_DIR says",
    { env: { XDG_RUNTIME_DIR: "/xdg" }, engines: { "/xdg/podman/podman.sock": docker } },
    "Podman rootless",
    "/xdg/podman/podman.sock",
  ],
  [
    "Rancher Desktop on a Mac",
    { platform: "darwin", engines: { "/home/me/.rd/docker.sock": docker } },
    "Rancher Desktop",
    "/home/me/.rd/docker.sock",
  ],
  [
    "Finch on a Mac",
    { platform: "darwin", engines: { "/Applications/Finch/lima/data/finch/sock/finch.sock": docker } },
    "Finch",
    "/Applications/Finch/lima/data/finch/sock/finch.sock",
  ],
  [
    "Docker Desktop on Windows",
    { platform: "win32", engines: { "//./pipe/docker_engine": docker } },
    "Docker",
    "//./pipe/docker_engine",
  ],
];
for (const [title, world, name, place] of found) {
  test(`finds ${title}`, async () => {
    const result = await findContainerEngine(options(world));
    assert.ok(result.kind === "found");
    assert.equal(result.name, name);
    assert.equal(result.description, `Docker 28.1.0 at ${place}`);
  });
}

test("goes on when DOCKER_HOST does not answer, and keeps the reason", async () => {
  const result = await findContainerEngine(
    options({ env: { DOCKER_HOST: "tcp://gone.test:2375" }, engines: { "/var/run/docker.sock": docker } }),
  );
  assert.ok(result.kind === "found");
  assert.deepEqual(result.tried[0], { name: "DOCKER_HOST tcp://gone.test:2375", reason: "no such file" });
});

test("asks each address once, however many ways lead to it", async () => {
  const result = await findContainerEngine(options({ env: { DOCKER_HOST: "unix:///var/run/docker.sock" } }));
  assert.equal(result.tried.filter(({ name }) => name.includes("/var/run/docker.sock")).length, 1);
});

test("reads the certificates DOCKER_CERT_PATH names", async () => {
  const env = { DOCKER_HOST: "tcp://far.test:2376", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/certs" };
  const files = {
    [join("/certs", "ca.pem")]: "CA",
    [join("/certs", "cert.pem")]: "CERT",
    [join("/certs", "key.pem")]: "KEY",
  };
  const engines = { "https://far.test:2376": docker };
  const withFiles = await findContainerEngine(options({ env, files, engines }));
  assert.ok(withFiles.kind === "found" && withFiles.address.kind === "tcp");
  assert.deepEqual(withFiles.address.certificates, { ca: "CA", cert: "CERT", key: "KEY" });

  const without = await findContainerEngine(options({ env, engines }));
  assert.deepEqual(without.tried[0], {
    name: "DOCKER_HOST",
    reason: "ca.pem, cert.pem or key.pem can't be read in /certs",
  });
});

test("says why each way did not work out", async () => {
  const result = await findContainerEngine(
    options({
      env: { DOCKER_HOST: "ssh://me@far.test", DOCKER_CONTEXT: "gone" },
      engines: { "/var/run/docker.sock": { kind: "failed", reason: "permission denied" } },
    }),
  );
  assert.ok(result.kind === "none");
  const reasons = new Map(result.tried.map(({ name, reason }) => [name, reason]));
  assert.match(reasons.get("DOCKER_HOST") ?? "", /ssh is not supported/);
  assert.equal(reasons.get("docker context"), `"gone" has no readable description in ${join(home, ".docker")}`);
  assert.equal(reasons.get("Docker /var/run/docker.sock"), "permission denied");
  assert.equal(reasons.get("Colima /home/me/.colima/default/docker.sock"), "no such file");
});

const explained: [title: string, reason: string, platform: NodeJS.Platform, nextStep: RegExp][] = [
  ["a closed socket on Linux", "permission denied", "linux", /join the group that owns the socket/],
  ["no engine on Linux", "no such file", "linux", /start Docker or Podman\.$/],
  ["no engine on a Mac", "no such file", "darwin", /start Docker Desktop, or another engine/],
  ["Windows containers", "runs Windows containers", "win32", /switch Docker to Linux containers/],
];
for (const [title, reason, platform, nextStep] of explained) {
  test(`explains ${title} and the next step`, () => {
    const text = explainNoEngine(
      [
        { name: "DOCKER_HOST", reason: "not set" },
        { name: "Docker /var/run/docker.sock", reason },
      ],
      platform,
    );
    assert.ok(
      text.startsWith(
        `No container engine answered. Tried DOCKER_HOST (not set), Docker /var/run/docker.sock (${reason}). `,
      ),
    );
    assert.match(text, nextStep);
  });
}
