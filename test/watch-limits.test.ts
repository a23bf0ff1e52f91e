import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import type { Change } from "../runner/watch/change.ts";

const program = join(import.meta.dirname, "watch", "watching-process.ts");

interface Line {
  readonly problem?: string;
  readonly changes?: readonly Change[];
  readonly ready?: true;
}

/** A project of 40 folders, watched by a process that a shell starts with `limit` in force. */
function watchWith(t: TestContext, limit: { shell: readonly string[]; command: string; mode: string }) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pilotlight-watch-limits-")));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (let index = 0; index < 40; index++) {
    mkdirSync(join(root, `f${index}`));
    writeFileSync(join(root, `f${index}`, "a.js"), "old");
  }
  const [shell = "sh", ...options] = limit.shell;
  const command = `${limit.command} && exec "$0" "$@"`;
  const child = spawn(shell, [...options, "-c", command, process.execPath, program, root, limit.mode], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const linesUntil = async (isLast: (line: Line) => boolean): Promise<Line[]> => {
    const read: Line[] = [];
    for (;;) {
      const next = await lines.next();
      if (next.done === true) throw new Error(`The watcher ended after ${JSON.stringify(read)}`);
      const line = JSON.parse(next.value) as Line;
      read.push(line);
      if (isLast(line)) return read;
    }
  };
  return { root, child, linesUntil };
}

const inNamespace = ["unshare", "--user", "--map-root-user", "sh"] as const;
const whyNoNamespace = () =>
  spawnSync(inNamespace[0], [...inNamespace.slice(1, 3), "test", "-w", "/proc/sys/user/max_inotify_watches"]).status ===
  0
    ? false
    : "SKIPPED for want of user namespaces (unshare --user)";

test(
  "beyond the limit of watched folders, that is said and the others are polled",
  { skip: whyNoNamespace() },
  async (t) => {
    const command = "echo 20 > /proc/sys/user/max_inotify_watches";
    const { root, linesUntil } = watchWith(t, { shell: inNamespace, command, mode: "" });
    const problems = (await linesUntil(({ ready }) => ready === true)).flatMap(({ problem }) => problem ?? []);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /max_user_watches\) is reached\. \d+ folders are .*sudo sysctl/);
    const unseen = new Set(Array.from({ length: 40 }, (_, index) => join(root, `f${index}`, "a.js")));
    for (const path of unseen) writeFileSync(path, "new");
    await linesUntil(({ changes = [] }) => {
      for (const { path } of changes) unseen.delete(path);
      return unseen.size === 0;
    });
  },
);

test(
  "without file descriptors that is said, and all is watched as soon as there are some",
  { skip: process.platform === "win32" },
  async (t) => {
    const { root, linesUntil } = watchWith(t, {
      shell: ["sh"],
      command: "ulimit -n 60",
      mode: "without-file-descriptors",
    });
    const problems = (await linesUntil(({ ready }) => ready === true)).flatMap(({ problem }) => problem ?? []);
    assert.match(problems.join(), /open files/);
    const path = join(root, "f39", "a.js");
    await linesUntil(({ changes = [] }) => changes.some((change) => change.path === path));
    writeFileSync(path, "new");
    await linesUntil(({ changes = [] }) => changes.some((change) => change.path === path && change.kind === "changed"));
  },
);

test("a process that watches ends by itself once it has disposed of its watcher", async (t) => {
  const { child, linesUntil } = watchWith(t, { shell: ["sh"], command: ":", mode: "" });
  await linesUntil(({ ready }) => ready === true);
  child.stdin.end();
  await assert.rejects(
    linesUntil(() => false),
    /The watcher ended after \[\]/,
  );
});
