import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  createEngine,
  engineForTests,
  readableFolder,
  runShell,
  shellFunction,
  startShell,
} from "./container-fixture.ts";

const tested = await engineForTests();
after(() => tested?.stop());

/** Takes memory that no file stands behind, and gives it back. */
const take = (megabytes: number): string => `dd if=/dev/zero of=/dev/null bs=${megabytes}M count=1 2>/dev/null`;
/** Fills /tmp and says how far that went. */
const fillTmp = (megabytes: number): string =>
  `dd if=/dev/zero of=/tmp/big bs=1M count=${megabytes} 2>&1; stat -c %s /tmp/big`;

describe("the limits of a container, with a stand-in image", { skip: tested === undefined }, () => {
  const found = tested?.found;
  if (found === undefined) return;

  test("tells a kill for memory", async (t) => {
    const engine = await createEngine(t, found);
    const fn = shellFunction(`exec ${take(400)}`, { memoryMb: 64, ephemeralStorageMb: 64 });
    assert.deepEqual((await runShell(engine, fn)).exit, { kind: "out-of-memory" });
  });

  test("lets a function use what it may, and sees a peak that has gone by", async (t) => {
    const engine = await createEngine(t, found);
    const fn = shellFunction(`${take(200)} && echo survived; exec sleep 100`, { memoryMb: 256 });
    const { sandbox, waitFor } = await startShell(engine, fn);
    await waitFor("survived");
    const { memoryMb, peakMemoryMb } = await sandbox.usage();
    assert.ok(memoryMb < 50, `${memoryMb} MB`);
    assert.ok(peakMemoryMb >= 190 && peakMemoryMb < 256, `${peakMemoryMb} MB`);
  });

  test("limits the size of /tmp", async (t) => {
    const engine = await createEngine(t, found);
    const fn = shellFunction(fillTmp(100), { ephemeralStorageMb: 64 });
    const { output } = await runShell(engine, fn);
    assert.match(output, /No space left on device/);
    assert.match(output, /^67108864$/m);
  });

  test("does not count /tmp as memory, now or at the peak", async (t) => {
    const engine = await createEngine(t, found);
    const { sandbox, waitFor } = await startShell(engine, shellFunction(`${fillTmp(300)}; exec sleep 100`));
    await waitFor("314572800\n");
    const { memoryMb, peakMemoryMb } = await sandbox.usage();
    assert.ok(memoryMb > 0 && memoryMb < 50, `${memoryMb} MB`);
    assert.ok(peakMemoryMb >= memoryMb && peakMemoryMb < 100, `${peakMemoryMb} MB`);
  });

  test("measures memory and CPU time, and knows the last figures afterwards", async (t) => {
    const engine = await createEngine(t, found);
    const fn = shellFunction("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; exec sleep 100");
    const { sandbox, waitFor } = await startShell(engine, fn);
    await waitFor("done");
    const usage = await sandbox.usage();
    assert.ok(usage.cpuMs > 20, `${usage.cpuMs} ms`);
    assert.ok(usage.memoryMb > 0.1, `${usage.memoryMb} MB`);
    await sandbox.stop();
    assert.deepEqual(await sandbox.usage(), usage);
  });

  test("measures by the engine's own figures where the kernel's files are elsewhere", async (t) => {
    // As another platform, this one would not look for them.
    const engine = await createEngine(t, found, { platform: "darwin", codeTransfer: "copy" });
    const { sandbox, waitFor } = await startShell(engine, shellFunction(`${fillTmp(100)}; exec sleep 100`));
    await waitFor("104857600\n");
    const { memoryMb, peakMemoryMb, cpuMs } = await sandbox.usage();
    assert.ok(memoryMb > 0 && memoryMb < 50, `${memoryMb} MB`);
    assert.ok(peakMemoryMb < 90, `${peakMemoryMb} MB`);
    assert.ok(cpuMs > 1, `${cpuMs} ms`);
  });

  test("limits processes", async (t) => {
    const engine = await createEngine(t, found);
    const fn = shellFunction("i=0; while [ $i -lt 1100 ]; do sleep 30 & i=$((i+1)); done; echo all", {
      memoryMb: 1024,
    });
    const { output } = await runShell(engine, fn);
    assert.match(output, /can't fork/);
    assert.doesNotMatch(output, /^all$/m);
  });

  test("is no root, has no capabilities and can't gain any", async (t) => {
    const engine = await createEngine(t, found);
    const { output } = await runShell(engine, shellFunction("id -u; id -g; cat /proc/self/status; ulimit -n"));
    assert.match(output, /^993\n990\n/);
    assert.match(output, /^CapEff:\s+0+$/m);
    assert.match(output, /^CapBnd:\s+0+$/m);
    assert.match(output, /^NoNewPrivs:\s+1$/m);
    assert.match(output, /\n1024\n$/);
  });

  test("has a read-only file system but for /tmp, and no /dev/shm", async (t) => {
    const engine = await createEngine(t, found);
    const script =
      "for d in / /var /opt /var/task /tmp; do touch $d/x 2>/dev/null && echo wrote $d; done; ls -d /dev/shm 2>&1";
    const { output } = await runShell(engine, shellFunction(script));
    assert.match(output, /^wrote \/tmp\nls: \/dev\/shm: No such file or directory\n$/);
  });

  test("may execute files in /tmp", async (t) => {
    const engine = await createEngine(t, found);
    const script = "echo 'echo from tmp' >/tmp/x; chmod +x /tmp/x; /tmp/x";
    assert.equal((await runShell(engine, shellFunction(script))).output, "from tmp\n");
  });

  const entryPoints: [title: string, entryPoint: string, message: string][] = [
    ["is missing", "/no/such", "fork/exec /no/such: no such file or directory"],
    ["may not be executed", "/etc/hosts", "fork/exec /etc/hosts: permission denied"],
  ];
  for (const [title, entryPoint, message] of entryPoints) {
    test(`says in AWS's words that an entry point ${title}`, async (t) => {
      const engine = await createEngine(t, found);
      const fn = shellFunction("", {
        packageType: "Image",
        runtime: undefined,
        handler: undefined,
        code: { kind: "image", uri: "pilotlight-test/shell:1" },
        imageConfig: { entryPoint: [entryPoint], command: ["true"], workingDirectory: undefined },
      });
      assert.deepEqual((await runShell(engine, fn)).exit, { kind: "invalid-entrypoint", message });
    });
  }

  test("says in AWS's words that a bootstrap is missing or is none", async (t) => {
    const engine = await createEngine(t, found);
    const codeFolder = await readableFolder(t);
    const fn = shellFunction("exec /var/task/bootstrap", { runtime: "provided.al2023" });
    const missing = await runShell(engine, fn, { codeFolder });
    assert.deepEqual(missing.exit, {
      kind: "invalid-entrypoint",
      message: "fork/exec /var/task/bootstrap: no such file or directory",
    });
    await writeFile(join(codeFolder, "bootstrap"), "echo", { mode: 0o644 });
    const forbidden = await runShell(engine, fn, { codeFolder });
    assert.deepEqual(forbidden.exit, {
      kind: "invalid-entrypoint",
      message: "fork/exec /var/task/bootstrap: permission denied",
    });
  });
});
