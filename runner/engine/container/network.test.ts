import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseNetwork, type NetworkChoice, type NetworkFacts } from "./network.ts";

const nativeDocker: NetworkFacts = {
  platform: "linux",
  product: "Docker",
  foundBy: "Docker",
  operatingSystem: "Debian GNU/Linux 12 (bookworm)",
  engineHostName: "desk",
  isRootless: false,
  bridgeGateway: "172.17.0.1",
  isBridgeLocal: true,
  hostName: "desk",
  addressTowardsEngine: undefined,
  runnerContainer: undefined,
};
const hostGateway = ["host.docker.internal:host-gateway"];

const cases: [title: string, facts: Partial<NetworkFacts>, expected: Partial<NetworkChoice>][] = [
  [
    "binds to the bridge of Docker on this Linux",
    {},
    { sharesFiles: true, bindHost: "172.17.0.1", connectHost: "172.17.0.1", networkMode: undefined, extraHosts: [] },
  ],
  [
    "stays on loopback for Docker Desktop on a Mac",
    { platform: "darwin", operatingSystem: "Docker Desktop", engineHostName: "docker-desktop" },
    { sharesFiles: false, bindHost: "127.0.0.1", connectHost: "host.docker.internal", extraHosts: hostGateway },
  ],
  [
    "stays on loopback for Docker Desktop under Linux and WSL",
    { operatingSystem: "Docker Desktop" },
    { sharesFiles: false, bindHost: "127.0.0.1", connectHost: "host.docker.internal" },
  ],
  [
    "leaves the name to Colima's own resolver",
    { platform: "darwin", foundBy: "docker context", engineHostName: "colima", operatingSystem: "Ubuntu 24.04" },
    { bindHost: "127.0.0.1", connectHost: "host.docker.internal", extraHosts: [] },
  ],
  [
    "leaves the name to Rancher Desktop's own resolver",
    { platform: "darwin", foundBy: "Rancher Desktop", engineHostName: "lima-rancher-desktop" },
    { bindHost: "127.0.0.1", connectHost: "host.docker.internal", extraHosts: [] },
  ],
  [
    "uses Podman's own name in its machine",
    { platform: "darwin", product: "Podman", bridgeGateway: "10.88.0.1" },
    { sharesFiles: false, bindHost: "127.0.0.1", connectHost: "host.containers.internal", extraHosts: [] },
  ],
  [
    "shares the host's network with Podman on this Linux",
    { product: "Podman", isRootless: true, bridgeGateway: undefined },
    { sharesFiles: true, bindHost: "127.0.0.1", connectHost: "127.0.0.1", networkMode: "host" },
  ],
  [
    "uses the loopback address of rootless Docker's network",
    { isRootless: true },
    { sharesFiles: true, bindHost: "127.0.0.1", connectHost: "10.0.2.2" },
  ],
  [
    "joins the network of the container the runner is in",
    {
      runnerContainer: { network: { name: "devcontainer_default", address: "172.20.0.3" } },
      isBridgeLocal: false,
    },
    {
      sharesFiles: false,
      bindHost: "172.20.0.3",
      connectHost: "172.20.0.3",
      networkMode: "devcontainer_default",
      extraHosts: [],
    },
  ],
  [
    "mounts no paths of a container that shares the host's network",
    { runnerContainer: { network: undefined } },
    { sharesFiles: false, bindHost: "172.17.0.1", connectHost: "172.17.0.1", networkMode: undefined },
  ],
  [
    "uses this machine's address towards an engine on another one",
    {
      addressTowardsEngine: "192.168.1.20",
      engineHostName: "server",
      foundBy: "DOCKER_HOST",
    },
    { sharesFiles: false, bindHost: "192.168.1.20", connectHost: "192.168.1.20", extraHosts: [] },
  ],
  [
    "does not take a tunnelled engine for a local one because the bridges have the same address",
    { addressTowardsEngine: "127.0.0.1", engineHostName: "server" },
    { sharesFiles: false, bindHost: "127.0.0.1", connectHost: "host.docker.internal" },
  ],
  [
    "takes an engine on a local TCP port for the native one it is",
    { addressTowardsEngine: "127.0.0.1" },
    { sharesFiles: true, bindHost: "172.17.0.1" },
  ],
  [
    "never binds to a bridge this machine does not have",
    { isBridgeLocal: false },
    { sharesFiles: false, bindHost: "127.0.0.1", connectHost: "host.docker.internal", extraHosts: hostGateway },
  ],
];
for (const [title, facts, expected] of cases) {
  test(title, () => {
    const choice = chooseNetwork({ ...nativeDocker, ...facts });
    assert.deepEqual({ ...choice, ...expected }, choice);
  });
}
