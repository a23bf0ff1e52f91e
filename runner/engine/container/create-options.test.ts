import assert from "node:assert/strict";
import { test } from "node:test";
import type { LambdaFunction } from "../../model/function.ts";
import type { DebugSetup } from "../debug-setup.ts";
import { lambdaFunction } from "../../../test/harness/lambda-function.ts";
import { createOptions, type ContainerPlan } from "./create-options.ts";
import { ownerLabels } from "./owner-labels.ts";

const fn = lambdaFunction();

interface Changes {
  fn?: Partial<LambdaFunction>;
  image?: Partial<ContainerPlan["image"]>;
  network?: Partial<ContainerPlan["network"]>;
  transfer?: Partial<ContainerPlan["transfer"]>;
  isSpare?: boolean;
  debug?: DebugSetup;
  folders?: { codeFolder?: string; layerFolder?: string };
  variables?: Record<string, string>;
}

function options(changes: Changes = {}): ReturnType<typeof createOptions> {
  return createOptions({
    request: {
      environmentId: "e1",
      fn: { ...fn, ...changes.fn },
      codeFolder: "/work/hello",
      layerFolder: undefined,
      ...changes.folders,
      runtimeApiPort: 9001,
      variables: changes.variables ?? {},
      isSpare: changes.isSpare ?? false,
      debug: changes.debug,
    },
    image: {
      reference: "image:1",
      id: "image:1",
      platform: undefined,
      digest: "sha256:0123",
      entryPoint: ["/lambda-entrypoint.sh"],
      command: [],
      user: "",
      variables: [],
      ...changes.image,
    },
    network: {
      sharesFiles: true,
      bindHost: "172.17.0.1",
      connectHost: "172.17.0.1",
      networkMode: undefined,
      extraHosts: [],
      ...changes.network,
    },
    gateFolder: "/runner/gate",
    transfer: { code: "mount", layers: "mount", gate: "mount", ...changes.transfer },
    hasInit: true,
    labels: ownerLabels("w1"),
  });
}

function variable(name: string, changes: Changes): string | undefined {
  const prefix = `${name}=`;
  return options(changes)
    .Env?.find((entry) => entry.startsWith(prefix))
    ?.slice(prefix.length);
}

test("runs a zip function by the image's own entry point, not as root", () => {
  const { Cmd, Entrypoint, User, WorkingDir } = options();
  assert.deepEqual(
    { Cmd, Entrypoint, User, WorkingDir },
    {
      Cmd: ["index.handler"],
      Entrypoint: undefined,
      User: "993:990",
      WorkingDir: undefined,
    },
  );
});

test("gives the entry script its one argument when a runtime needs no handler", () => {
  assert.deepEqual(options({ fn: { runtime: "provided.al2023", handler: undefined } }).Cmd, ["bootstrap"]);
});

test("takes privileges away", () => {
  const host = options().HostConfig;
  assert.equal(host?.ReadonlyRootfs, true);
  assert.deepEqual(host.CapDrop, ["ALL"]);
  assert.deepEqual(host.SecurityOpt, ["no-new-privileges"]);
  assert.equal(host.PidsLimit, 1024);
  assert.deepEqual(host.Ulimits, [{ Name: "nofile", Soft: 1024, Hard: 1024 }]);
  assert.equal(host.Privileged ?? false, false);
  assert.equal(host.IpcMode, "none");
});

test("limits memory to the function's and that of /tmp, without swap", () => {
  const host = options({ fn: { memoryMb: 256, ephemeralStorageMb: 1024 } }).HostConfig;
  assert.equal(host?.Memory, 1280 * 1024 * 1024);
  assert.equal(host.MemorySwap, host.Memory);
  assert.deepEqual(host.Tmpfs, { "/tmp": "rw,exec,nosuid,nodev,mode=1777,uid=993,gid=990,size=1024m" });
});

test("mounts code and layers read-only", () => {
  const mounts = options({ folders: { layerFolder: "/cache/layers" } }).HostConfig?.Mounts;
  assert.deepEqual(mounts, [
    { Type: "bind", Source: "/work/hello", Target: "/var/task", ReadOnly: true },
    { Type: "bind", Source: "/cache/layers", Target: "/opt", ReadOnly: true },
  ]);
});

test("leaves room for what is copied in", () => {
  const mounts = options({ transfer: { code: "copy", layers: "mount" } }).HostConfig?.Mounts;
  assert.deepEqual(
    mounts?.map(({ Type, Target }) => [Type, Target]),
    [["volume", "/var/task"]],
  );
});

const users: [imageUser: string, expected: string][] = [
  ["", "993:990"],
  ["root", "993:990"],
  ["0:0", "993:990"],
  ["1000", "1000"],
  ["app:app", "app:app"],
];
for (const [user, expected] of users) {
  test(`runs an image function of user "${user}" as ${expected}`, () => {
    assert.equal(options({ fn: { packageType: "Image" }, image: { user } }).User, expected);
  });
}

test("keeps the image's CMD when only its ENTRYPOINT is replaced", () => {
  const created = options({
    fn: {
      packageType: "Image",
      imageConfig: { entryPoint: ["/my-entry"], command: undefined, workingDirectory: "/app" },
    },
    image: { command: ["app.handler"] },
  });
  assert.deepEqual(created.Entrypoint, ["/my-entry"]);
  assert.deepEqual(created.Cmd, ["app.handler"]);
  assert.equal(created.WorkingDir, "/app");
});

test("tells an image function its handler", () => {
  const image = { command: ["app.handler"] };
  // The runner, which does not know the image, gives an empty one.
  const variables = { _HANDLER: "" };
  assert.equal(variable("_HANDLER", { fn: { packageType: "Image" }, image, variables }), "app.handler");
  const imageConfig = { entryPoint: undefined, command: ["other.handler"], workingDirectory: undefined };
  assert.equal(variable("_HANDLER", { fn: { packageType: "Image", imageConfig }, image }), "other.handler");
  assert.equal(variable("_HANDLER", { image, variables: { _HANDLER: "index.handler" } }), "index.handler");
});

test("names the Runtime API by the host a container reaches it under", () => {
  assert.equal(variable("AWS_LAMBDA_RUNTIME_API", {}), "172.17.0.1:9001");
  assert.equal(variable("AWS_LAMBDA_RUNTIME_API", { network: { connectHost: "fd00::1" } }), "[fd00::1]:9001");
});

test("adds the variables of AWS that the image lacks, and leaves the function's own", () => {
  assert.equal(variable("LAMBDA_TASK_ROOT", {}), "/var/task");
  assert.equal(variable("LAMBDA_TASK_ROOT", { image: { variables: ["LAMBDA_TASK_ROOT"] } }), undefined);
  assert.equal(variable("TZ", { variables: { TZ: "Europe/Paris" } }), "Europe/Paris");
});

test("joins a network and names hosts when the engine needs it", () => {
  const host = options({
    network: { networkMode: "dev", extraHosts: ["host.docker.internal:host-gateway"] },
  }).HostConfig;
  assert.equal(host?.NetworkMode, "dev");
  assert.deepEqual(host.ExtraHosts, ["host.docker.internal:host-gateway"]);
});

test("labels the container with its owner, function and environment", () => {
  const labels = options().Labels;
  assert.equal(labels?.["pilotlight.workspace"], "w1");
  assert.equal(labels["pilotlight.function"], "hello");
  assert.equal(labels["pilotlight.environment"], "e1");
  assert.equal(labels["pilotlight.owner-pid"], String(process.pid));
});

test("has a spare wait in front of the image's own entry point, its files mounted and its input open as long as the runner lives", () => {
  const created = options({ isSpare: true, fn: { runtime: "provided.al2023", handler: undefined } });
  assert.deepEqual(created.Entrypoint, ["/bin/sh", "/pilotlight/wait.sh", "/lambda-entrypoint.sh"]);
  assert.deepEqual(created.Cmd, ["bootstrap"]);
  assert.equal(created.StdinOnce, true);
  const gate = created.HostConfig?.Mounts?.find(({ Target }) => Target === "/pilotlight");
  assert.deepEqual(gate, { Type: "bind", Source: "/runner/gate", Target: "/pilotlight", ReadOnly: true });
});

test("has a spare of a managed runtime wait by the wrapper, its entry point as it is", () => {
  const changes = { isSpare: true, transfer: { gate: "copy" } } as const;
  assert.equal(options(changes).Entrypoint, undefined);
  assert.equal(variable("AWS_LAMBDA_EXEC_WRAPPER", changes), "/pilotlight/node.sh");
  assert.equal(options(changes).HostConfig?.Mounts?.find(({ Target }) => Target === "/pilotlight")?.Type, "volume");
});

test("has nothing of a gate in what is no spare", () => {
  const { Env, StdinOnce, HostConfig } = options();
  assert.equal(
    Env?.some((entry) => entry.includes("PILOTLIGHT") || entry.includes("WRAPPER")),
    false,
  );
  assert.equal(StdinOnce, false);
  assert.equal(HostConfig?.Mounts?.length, 1);
});

test("has Node.js load what waits for a debugger before the function's own options, and forwards a free port of this machine only", () => {
  const changes = { debug: { language: "node" }, variables: { NODE_OPTIONS: "--require ./own.js" } } as const;
  const { ExposedPorts, HostConfig } = options(changes);
  assert.deepEqual(ExposedPorts, { "9229/tcp": {} });
  assert.deepEqual(HostConfig?.PortBindings, { "9229/tcp": [{ HostIp: "127.0.0.1", HostPort: "0" }] });
  assert.equal(variable("NODE_OPTIONS", changes), "--require /pilotlight/debug-node.cjs --require ./own.js");
  assert.equal(variable("PILOTLIGHT_DEBUG", changes), "0.0.0.0:9229");
  assert.ok(HostConfig.Mounts?.some(({ Target }) => Target === "/pilotlight"));
});

test("has Python wait by the wrapper, before the function's own, with debugpy beside our files", () => {
  const debug = { language: "python", toolFolder: "/cache/debugpy" } as const;
  const changes = { debug, fn: { runtime: "python3.13" }, variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/own" } };
  assert.equal(variable("AWS_LAMBDA_EXEC_WRAPPER", changes), "/pilotlight/debug-python.sh");
  assert.equal(variable("PILOTLIGHT_WRAPPER", changes), "/opt/own");
  assert.equal(variable("PILOTLIGHT_DEBUGPY", changes), "/pilotlight-debugger");
  const mount = options(changes).HostConfig?.Mounts?.find(({ Target }) => Target === "/pilotlight-debugger");
  assert.deepEqual(mount, { Type: "bind", Source: "/cache/debugpy", Target: "/pilotlight-debugger", ReadOnly: true });
});

test("has Delve start a custom runtime's own program in the place of the image's entry point", () => {
  const debug = { language: "go", toolFolder: "/cache/delve" } as const;
  const { Entrypoint = [] } = options({ debug, fn: { runtime: "provided.al2023" } });
  assert.deepEqual(Entrypoint.slice(0, 4), [
    "/bin/sh",
    "/pilotlight/custom-runtime.sh",
    "/pilotlight-debugger/dlv",
    "exec",
  ]);
  assert.deepEqual(Entrypoint.slice(-2), ["--", "/lambda-entrypoint.sh"]);
  assert.ok(Entrypoint.includes("--listen=0.0.0.0:9229"));
});

test("has gdbserver start a custom runtime's own program, on libraries that come with it", () => {
  const debug = { language: "native", toolFolder: "/cache/gdbserver" } as const;
  const { Entrypoint = [] } = options({ debug, fn: { runtime: "provided.al2023" } });
  assert.deepEqual(Entrypoint.slice(0, 3), ["/bin/sh", "/pilotlight/custom-runtime.sh", "/pilotlight-debugger/ld.so"]);
  assert.deepEqual(Entrypoint.slice(-3), ["0.0.0.0:9229", "--", "/lambda-entrypoint.sh"]);
});
