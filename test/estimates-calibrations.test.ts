import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test, type TestContext } from "node:test";
import type { Engine } from "../runner/engine/engine.ts";
import { createProcessEngine } from "../runner/engine/process/process-engine.ts";
import { Calibrations } from "../runner/estimates/calibrations.ts";
import type { LambdaFunction } from "../runner/model/function.ts";
import { createEngine, engineForTests, gateFolder } from "./container-fixture.ts";
import { lambdaFunction } from "./harness/lambda-function.ts";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { standInImageMap } from "./images/build-images.ts";

const never = new AbortController().signal;
const tested = lacking("container engine") === false ? await engineForTests() : undefined;
after(() => tested?.stop());

/** An engine, with what is done before each start. */
function watched(engine: Engine, beforeStart: () => void): Engine {
  return new Proxy(engine, {
    get: (target, name) => {
      if (name === "start") beforeStart();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

interface CountedEngine {
  readonly engine: Engine;
  /** How many runtimes it was asked for. */
  readonly starts: () => number;
}

function counted(engine: Engine): CountedEngine {
  let starts = 0;
  return { engine: watched(engine, () => starts++), starts: () => starts };
}

function processEngine(t: TestContext): CountedEngine {
  const bootstrapFolder = join(import.meta.dirname, "..", "runner", "bootstrap");
  const engine = createProcessEngine({ bootstrapFolder, gateFolder, tmpRoot: join(newFolder(t), "tmp") });
  t.after(() => engine.dispose());
  return counted(engine);
}

function calibrations(t: TestContext, cacheFolder: string): Calibrations {
  return new Calibrations({ region: "us-east-1", folder: newFolder(t), cacheFolder });
}

const functionOf = (runtime: string): LambdaFunction =>
  lambdaFunction({ runtime, handler: "not.there", environment: { NODE_OPTIONS: "--no-such-option" } });

describe("the calibration of a machine", () => {
  for (const runtime of ["nodejs24.x", "python3.12", "provided.al2023"]) {
    test(`starts an empty handler of ${runtime} five times, once and for all`, async (t) => {
      const cache = newFolder(t);
      const { engine, starts } = processEngine(t);
      const first = calibrations(t, cache);
      assert.equal(await first.measure(functionOf(runtime), engine, never), true);
      assert.equal(starts(), 5);
      const [found] = await first.all();
      assert.deepEqual([found?.runtime, found?.engine], [runtime, "process"]);
      assert.ok(found && found.emptyInitMs > 0 && found.measuredAt > 0);
      assert.equal(await first.measure(functionOf(runtime), engine, never), false);
      assert.equal(starts(), 5);
    });
  }

  test("is there for the next runner, unless its starts differed much", async (t) => {
    const cache = newFolder(t);
    const { engine, starts } = processEngine(t);
    const first = calibrations(t, cache);
    await first.measure(functionOf("python3.12"), engine, never);
    const isKept = readdirSync(cache).length === 1;
    const second = calibrations(t, cache);
    assert.deepEqual(await second.all(), isKept ? await first.all() : []);
    assert.equal(await second.measure(functionOf("python3.12"), engine, never), true);
    assert.equal(starts(), isKept ? 5 : 10);
  });

  test("is given up when it is cancelled, and leaves nothing", async (t) => {
    const cache = newFolder(t);
    const folder = newFolder(t);
    const stopped = new Calibrations({ region: "us-east-1", folder, cacheFolder: cache });
    const abort = new AbortController();
    const { engine, starts } = processEngine(t);
    const impatient = watched(engine, () => {
      if (starts() === 1) setImmediate(() => abort.abort());
    });
    assert.equal(await stopped.measure(functionOf("nodejs24.x"), impatient, abort.signal), false);
    assert.deepEqual(await stopped.all(), []);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("empty-")),
      [],
    );
    assert.equal(starts(), 2);
  });

  test("is none for images, and for runtimes whose handlers take a build", async (t) => {
    const { engine, starts } = processEngine(t);
    const none = calibrations(t, newFolder(t));
    for (const fn of [functionOf("dotnet8"), { ...functionOf("nodejs24.x"), packageType: "Image" } as const]) {
      assert.equal(await none.measure(fn, engine, never), false);
    }
    assert.equal(starts(), 0);
  });

  test("is none where the engine can't run the runtime", async (t) => {
    const { engine, starts } = processEngine(t);
    const ruby = functionOf("ruby3.3");
    assert.equal(await calibrations(t, newFolder(t)).measure(ruby, engine, never), false);
    assert.equal(starts(), 0);
  });

  for (const [runtime, part] of [
    ["ruby3.3", "ruby image"],
    ["java21", "java image"],
  ] as const) {
    const skip = lacking("container engine", part);
    test(`starts an empty handler of ${runtime} in containers`, { skip }, async (t) => {
      if (!tested) return;
      const engine = await createEngine(t, tested.found, { images: standInImageMap() });
      const found = calibrations(t, newFolder(t));
      assert.equal(await found.measure(functionOf(runtime), engine, never), true);
      assert.deepEqual(
        (await found.all()).map((each) => `${each.engine} ${each.runtime}`),
        [`container ${runtime}`],
      );
    });
  }

  test("counts in containers for one image alone", { skip: tested === undefined }, async (t) => {
    if (!tested) return;
    const cache = newFolder(t);
    const images = standInImageMap();
    const { engine, starts } = counted(await createEngine(t, tested.found, { images }));
    const fn = functionOf("python3.11");
    const first = calibrations(t, cache);
    assert.equal(await first.measure(fn, engine, never), true);
    assert.equal(starts(), 5);
    const swapped = { ...images, "python3.11": images["nodejs24.x"] ?? "" };
    const other = await createEngine(t, tested.found, { images: swapped });
    assert.notEqual(await other.identify(fn, never), await engine.identify(fn, never));
  });
});
