import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { debugReach, type DebugNetwork } from "./debug-reach.ts";

describe("how a debugger gets at a runtime in a container", () => {
  const here: DebugNetwork = {
    networkMode: undefined,
    sharesFiles: true,
    bindHost: "172.17.0.1",
    connectHost: "172.17.0.1",
  };
  const cases: [string, Partial<DebugNetwork>, ReturnType<typeof debugReach>["kind"]][] = [
    ["by a published port of Docker on this machine", {}, "published"],
    [
      "by a published port of an engine in a VM, which forwards it",
      { sharesFiles: false, bindHost: "127.0.0.1", connectHost: "host.docker.internal" },
      "published",
    ],
    ["by its very port where containers have this machine's network", { networkMode: "host" }, "shared"],
    ["at the container's address where the runner is in a container too", { networkMode: "dev" }, "beside"],
    [
      "not at all where the engine is on another machine",
      { sharesFiles: false, bindHost: "10.0.0.5", connectHost: "10.0.0.5" },
      "none",
    ],
  ];
  for (const [title, changes, kind] of cases) {
    test(title, () => assert.equal(debugReach({ ...here, ...changes }).kind, kind));
  }
});
