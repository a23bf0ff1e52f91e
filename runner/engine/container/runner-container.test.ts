import assert from "node:assert/strict";
import { test } from "node:test";
import { containerIdsIn } from "./runner-container.ts";

const id = "c33988ec7651ebc867cb24755eaf637a6734088bc7eef59d5799293a9e5450c2";

const cases: [title: string, mountinfo: string, cgroup: string, expected: string[]][] = [
  [
    "Docker's mounts, where the cgroup says nothing",
    `703 680 254:1 /docker/containers/${id}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw`,
    "0::/\n",
    [id],
  ],
  [
    "Podman's mounts",
    `812 790 0:25 /containers/overlay-containers/${id}/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw`,
    "0::/\n",
    [id],
  ],
  ["a cgroup of version 1", "", `4:memory:/docker/${id}\n3:cpu:/docker/${id}\n`, [id]],
  ["a systemd scope", "", `0::/system.slice/docker-${id}.scope\n`, [id]],
  ["a machine that is no container", "22 1 254:1 / / rw - ext4 /dev/vda1 rw", "0::/user.slice/session-1.scope\n", []],
];
for (const [title, mountinfo, cgroup, expected] of cases) {
  test(`finds the own container's id in ${title}`, () => {
    assert.deepEqual(containerIdsIn(mountinfo, cgroup), expected);
  });
}
