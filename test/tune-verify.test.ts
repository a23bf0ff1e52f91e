import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pilotlight } from "./cli/hello-project.ts";
import { lacking } from "./harness/parts.ts";
import { writeProject } from "./harness/project.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { standInImageMap } from "./images/build-images.ts";

/** What of `tune --json` is looked at here. */
interface Verified {
  readonly memoryMb: number;
  readonly predictedMs: number | null;
  readonly measuredMs: number | null;
  readonly runs: number;
  readonly failure: { readonly errorType: string; readonly text: string } | null;
}

/** Fails with its limits, as the kernel has them in either version of cgroups, wherever its CPU is limited. */
const tellLimits = `import { existsSync, readFileSync } from "node:fs";
const read = (name) => readFileSync("/sys/fs/cgroup/" + name, "utf8").trim();
const isSecond = existsSync("/sys/fs/cgroup/cpu.max");
const cpu = () => isSecond ? read("cpu.max") : read("cpu/cpu.cfs_quota_us") + " " + read("cpu/cpu.cfs_period_us");
const memory = () => read(isSecond ? "memory.max" : "memory/memory.limit_in_bytes");
export const handler = async () => {
  if (!/^(max|-1) /.test(cpu())) throw new Error(cpu() + " " + memory());
};
`;

const hungry = `let kept;
export const handler = async () => {
  kept = Buffer.alloc(150_000_000, 1);
  return kept.length;
};
`;

describe("pilotlight tune --verify", { skip: lacking("container engine") }, () => {
  const folder = newFolder(suiteScope());
  writeProject(folder, {
    defaults: { Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 60, MemorySize: 512 },
    functions: { hello: { CodeUri: "hello" }, limits: { CodeUri: "limits" }, hungry: { CodeUri: "hungry" } },
    files: {
      "hello/index.mjs": "export const handler = async () => 'hello';",
      "limits/index.mjs": tellLimits,
      "hungry/index.mjs": hungry,
    },
  });
  const images = Object.entries(standInImageMap()).flatMap(([runtime, tag]) => ["--image", `${runtime}=${tag}`]);

  async function verify(functionName: string, sizes: string): Promise<readonly Verified[]> {
    const args = ["tune", functionName, "--json", "--verify", "--sizes", sizes, "--runs", "2"];
    const { code, stdout, stderr } = await pilotlight(folder, ...args, "--engine", "container", ...images);
    assert.equal(code, 0, stderr);
    for (const [index, size] of sizes.split(",").entries()) {
      assert.match(stderr, new RegExp(`calling it with ${size} MB and its share of CPU \\(${index + 1} of `));
    }
    return (JSON.parse(stdout) as { readonly verified: readonly Verified[] }).verified;
  }

  test("puts what calls took beside what they were to take, at each size", async () => {
    const verified = await verify("hello", "128,1769");
    assert.deepEqual(
      verified.map(({ memoryMb, runs, failure }) => [memoryMb, runs, failure]),
      [
        [128, 2, null],
        [1769, 2, null],
      ],
    );
    for (const { predictedMs, measuredMs } of verified) assert.ok((predictedMs ?? 0) > 0 && (measuredMs ?? 0) > 0);
  });

  // What /tmp may hold is in the container's limit, too.
  const bytes = (memoryMb: number): number => (memoryMb + 512) * 1024 * 1024;

  test("gives a function the memory of the size and its share of a CPU, and no more", async () => {
    const verified = await verify("limits", "128,1769");
    assert.deepEqual(
      verified.map(({ measuredMs, failure }) => [measuredMs, failure]),
      [
        [null, { errorType: "Error", text: `1447 20000 ${bytes(128)}` }],
        [null, { errorType: "Error", text: `20000 20000 ${bytes(1769)}` }],
      ],
    );
  });

  test("tells a size at which the function runs out of memory, and goes on", async () => {
    const [small, large] = await verify("hungry", "128,512");
    assert.deepEqual([small?.predictedMs, small?.measuredMs, small?.runs], [null, null, 0]);
    assert.match(small?.failure?.errorType ?? "", /^Runtime\./);
    assert.equal(large?.runs, 2);
  });
});
