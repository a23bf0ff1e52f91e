import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { SandboxExit } from "../engine.ts";
import type { LambdaFunction } from "../../model/function.ts";
import { bootstrapExit, exitOf, invalidEntrypoint, invalidEntrypointOf } from "./exit.ts";

const exits: [code: number, isOutOfMemory: boolean, expected: SandboxExit][] = [
  [0, false, { kind: "exited", code: 0 }],
  [0, true, { kind: "exited", code: 0 }],
  [1, false, { kind: "exited", code: 1 }],
  [129, false, { kind: "exited", code: 129 }],
  [142, false, { kind: "exited", code: 142 }],
  [134, false, { kind: "signalled", signal: "SIGABRT" }],
  [137, false, { kind: "signalled", signal: "SIGKILL" }],
  [137, true, { kind: "out-of-memory" }],
  [139, false, { kind: "signalled", signal: "SIGSEGV" }],
  [143, false, { kind: "signalled", signal: "SIGTERM" }],
];
for (const [code, isOutOfMemory, expected] of exits) {
  test(`takes exit code ${code}${isOutOfMemory ? " after the kernel killed for memory" : ""} for what it means`, () => {
    assert.deepEqual(exitOf(code, isOutOfMemory), expected);
  });
}

const refusals: [message: string, expected: string | undefined][] = [
  [
    'OCI runtime create failed: runc create failed: unable to start container process: exec: "/lambda-entrypoint.sh": stat /lambda-entrypoint.sh: no such file or directory: unknown',
    "fork/exec /lambda-entrypoint.sh: no such file or directory",
  ],
  [
    'runc create failed: unable to start container process: exec: "/entry": permission denied: unknown',
    "fork/exec /entry: permission denied",
  ],
  [
    'runc create failed: exec: "app": executable file not found in $PATH: unknown',
    "fork/exec app: no such file or directory",
  ],
  [
    "crun: executable file `/entry` not found: No such file or directory",
    "fork/exec /entry: no such file or directory",
  ],
  ["standard_init_linux.go:228: exec /entry: exec format error", "fork/exec /entry: exec format error"],
  ["cgroup mountpoint does not exist: unknown", undefined],
];
for (const [message, expected] of refusals) {
  test(`reads "${message.slice(0, 60)}…"`, () => {
    assert.deepEqual(
      invalidEntrypoint(message),
      expected === undefined ? undefined : { kind: "invalid-entrypoint", message: expected },
    );
  });
}

test("tells a missing bootstrap from one that can't be executed and one that ended", async (t) => {
  const codeFolder = await mkdtemp(join(tmpdir(), "pilotlight-exit-"));
  t.after(() => rm(codeFolder, { recursive: true }));
  const request = (runtime: string): Parameters<typeof bootstrapExit>[1] => ({
    fn: { runtime } as LambdaFunction,
    codeFolder,
    layerFolder: undefined,
  });
  const message = async (code: number, runtime = "provided.al2023"): Promise<string> => {
    const exit = await bootstrapExit({ kind: "exited", code }, request(runtime));
    return exit.kind === "invalid-entrypoint" ? exit.message : exit.kind;
  };

  assert.equal(await message(127), "fork/exec /var/task/bootstrap: no such file or directory");
  await writeFile(join(codeFolder, "bootstrap"), "");
  await chmod(join(codeFolder, "bootstrap"), 0o755);
  assert.equal(await message(126), "fork/exec /var/task/bootstrap: exec format error");
  if (process.platform !== "win32") {
    await chmod(join(codeFolder, "bootstrap"), 0o644);
    assert.equal(await message(126), "fork/exec /var/task/bootstrap: permission denied");
  }
  assert.equal(await message(1), "exited");
  assert.equal(await message(127, "nodejs24.x"), "exited");
});

test("reads the init program's word that an entry point can't be executed, and takes no function's for it", () => {
  const said = "[FATAL tini (7)] exec /no/such failed: No such file or directory\n";
  const message = "fork/exec /no/such: no such file or directory";
  assert.deepEqual(invalidEntrypointOf(127, said), { kind: "invalid-entrypoint", message });
  assert.equal(invalidEntrypointOf(1, said), undefined);
  assert.equal(invalidEntrypointOf(127, "exec /no/such failed\n"), undefined);
});
