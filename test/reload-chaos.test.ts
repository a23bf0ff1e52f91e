import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import { suite, test, type TestContext } from "node:test";
import { workspaceId } from "../runner/control/state-folder.ts";
import { residentMb } from "./bench/idle-memory.ts";
import { EditedFunction } from "./chaos/edited-function.ts";
import { processesIn } from "./chaos/processes.ts";
import { seededRandom } from "./chaos/random.ts";
import { engineArguments, type EngineKind } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject } from "./harness/running-project.ts";
import { docker } from "./shell-image.ts";

/** Repeats the order of the edits, not their timing. */
const seed = Number(process.env["PILOTLIGHT_CHAOS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const skip = process.platform === "linux" ? false : "finds processes in /proc";

suite("A function that is edited at random under a constant load", { skip }, () => {
  test("never runs code older than the last ready build, in processes", { timeout: 240_000 }, (t) =>
    editUnderLoad(t, "process", 200),
  );
  const skipContainers = lacking("container engine");
  test(
    "never runs code older than the last ready build, in stand-in containers",
    { skip: skipContainers, timeout: 240_000 },
    (t) => editUnderLoad(t, "container", 60),
  );
});

async function editUnderLoad(t: TestContext, engine: EngineKind, edits: number): Promise<void> {
  t.diagnostic(`PILOTLIGHT_CHAOS_SEED=${seed}`);
  const project = await startProject(t, EditedFunction.project, engineArguments(engine));
  const folder = realpathSync(project.folder);
  const pid = project.runner.child.pid ?? 0;
  const fn = new EditedFunction(project);
  const random = seededRandom(seed);
  fn.startLoad(4);
  // A first build that is broken leaves nothing to serve on.
  await fn.served(1);
  let earlyMb = 0;
  for (let version = 2; version <= edits; version++) {
    // Now and then the next save comes before this one has taken effect.
    await fn.edit(version, random(), random() < 0.8);
    if (version === Math.ceil(edits / 4)) earlyMb = residentMb(pid);
  }
  await fn.edit(edits + 1, 0.5, true);
  await fn.served(edits + 1);
  const calls = await fn.stopLoad();
  const lateMb = residentMb(pid);
  const reloads = fn.reloads.length;
  assert.equal(await project.runner.stop(), 0);

  const wrong = calls.filter(({ isBroken, version }) => isBroken && !fn.broken.has(version));
  assert.deepEqual(wrong, [], "calls failed that were not broken on purpose");
  assert.deepEqual(fn.outdated(calls), [], "calls were served by code older than a build that was ready before");
  assert.deepEqual(fn.ambiguousBuilds(calls), [], "one build ran two versions of the code");
  t.diagnostic(`${calls.length} calls, ${reloads} reloads, ${fn.broken.size} versions broken on purpose`);
  t.diagnostic(`${earlyMb.toFixed(0)} MB after a quarter of the edits, ${lateMb.toFixed(0)} MB after all`);
  assert.ok(calls.length > edits && reloads > edits / 3, "too little happened to show anything");
  assert.ok(lateMb < earlyMb * 1.5 + 30, `memory grew from ${earlyMb} to ${lateMb} MB`);
  assert.deepEqual(processesIn(folder), []);
  if (engine === "container") {
    const label = `label=pilotlight.workspace=${workspaceId(folder)}`;
    assert.equal(await docker(["ps", "--all", "--quiet", "--filter", label]), "");
  }
}
