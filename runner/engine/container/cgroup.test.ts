import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { cgroupPaths, type CgroupPaths } from "./cgroup.ts";

const at = (...path: string[]): string => join("/sys/fs/cgroup", ...path);

const cases: [title: string, text: string, expected: CgroupPaths][] = [
  [
    "version 1 of the cgroupfs driver",
    "9:name=systemd:/docker/abc\n4:memory:/docker/abc\n2:cpuacct:/docker/abc\n0::/docker/abc\n",
    { version: 1, memory: at("memory/docker/abc"), cpuacct: at("cpuacct/docker/abc") },
  ],
  [
    "version 1 with joined controllers",
    "5:memory:/system.slice/docker-abc.scope\n3:cpu,cpuacct:/system.slice/docker-abc.scope\n",
    {
      version: 1,
      memory: at("memory/system.slice/docker-abc.scope"),
      cpuacct: at("cpuacct/system.slice/docker-abc.scope"),
    },
  ],
  [
    "version 2 of the systemd driver",
    "0::/system.slice/docker-abc.scope\n",
    { version: 2, unified: at("system.slice/docker-abc.scope") },
  ],
  [
    "version 2 of a rootless engine",
    "0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-abc.scope/container\n",
    { version: 2, unified: at("user.slice/user-1000.slice/user@1000.service/user.slice/libpod-abc.scope/container") },
  ],
];
for (const [title, text, expected] of cases) {
  test(`finds the control group of ${title}`, () => {
    assert.deepEqual(cgroupPaths(text), expected);
  });
}

test("takes no figures from the root, where a process that is ending belongs to", () => {
  assert.throws(() => cgroupPaths("4:memory:/\n2:cpuacct:/\n0::/\n"));
  assert.throws(() => cgroupPaths("0::/\n"));
});
