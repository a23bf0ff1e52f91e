import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { RunnerClient } from "../runner/control/client.ts";
import { fixture } from "./harness/project.ts";
import { stateFolderOf } from "./harness/runner-process.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

describe("execution environments of one function", () => {
  const scope = suiteScope();
  let project: RunningProject;
  before(async () => {
    project = await startProject(scope, {
      defaults: { Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 30 },
      copies: { hold: fixture("hold"), node: fixture("node-echo") },
      functions: {
        Hold: { CodeUri: "hold" },
        Echo: { CodeUri: "node" },
        Order: { CodeUri: "hold" },
        Reserved: { CodeUri: "node", ReservedConcurrentExecutions: 1 },
      },
    });
  });

  /** Starts an invocation that runs until `finish` is called; resolves once it runs. */
  const hold = async (name: string, id: string) => {
    const release = join(project.folder, `release-${id}`);
    const answer = project.invoke(name, { release });
    const line = await project.line(
      (each) => each.event === "log" && String(each["text"]).endsWith(`holding ${release}`),
    );
    const finish = async () => {
      writeFileSync(release, "");
      assert.equal((await answer).payload, "released");
    };
    return { environmentId: String(line["environmentId"]), finish };
  };

  /**
   * Calls one time after the other, and wants no log: the answers come before the environment has finished.
   * Resolves to the environments that answered.
   */
  const callRepeatedly = async (name: string, times: number): Promise<Set<unknown>> => {
    const ids = new Set<unknown>();
    const requestIds: (string | undefined)[] = [];
    for (let count = 0; count < times; count += 1) {
      const { $metadata } = await project.client.send(new InvokeCommand({ FunctionName: name }));
      requestIds.push($metadata.requestId);
    }
    for (const requestId of requestIds) ids.add((await project.record(requestId))["environmentId"]);
    return ids;
  };

  test("are as many as invocations that run at once, and no more", async () => {
    const running = await Promise.all(Array.from({ length: 8 }, (_, index) => hold("Hold", `once-${index}`)));
    assert.equal(new Set(running.map(({ environmentId }) => environmentId)).size, 8);
    await Promise.all(running.map(({ finish }) => finish()));
    const again = await Promise.all(Array.from({ length: 8 }, (_, index) => hold("Hold", `again-${index}`)));
    const known = new Set(running.map(({ environmentId }) => environmentId));
    assert.ok(again.every(({ environmentId }) => known.has(environmentId)));
    await Promise.all(again.map(({ finish }) => finish()));
  });

  test("are reused, the one that was used last first", async () => {
    const first = await hold("Order", "first");
    const second = await hold("Order", "second");
    assert.notEqual(first.environmentId, second.environmentId);
    await second.finish();
    await first.finish();
    const third = await hold("Order", "third");
    assert.equal(third.environmentId, first.environmentId);
    const fourth = await hold("Order", "fourth");
    assert.equal(fourth.environmentId, second.environmentId);
    await fourth.finish();
    await third.finish();
  });

  test("are not multiplied by a caller who calls again as soon as the answer is there", async () => {
    assert.equal((await callRepeatedly("Echo", 40)).size, 1);
  });

  test("serve one call after the other when one is reserved, and throttle none of them", async () => {
    assert.equal((await callRepeatedly("Reserved", 20)).size, 1);
  });
});

describe("an environment that nobody calls", () => {
  const scope = suiteScope();

  test("is stopped after the idle timeout, and the next call starts another", async () => {
    const project = await startProject(
      scope,
      { copies: { node: fixture("node-echo") }, functions: { Echo: { ...echo } } },
      ["--engine", "process", "--idle-timeout", "1"],
    );
    const control = await RunnerClient.find(stateFolderOf(project.folder));
    assert.ok(control);
    scope.after(() => control.dispose());
    const stopped = new Promise<unknown>((resolve) => {
      control.onEvent((event) => {
        // Its spare goes at the same time, for a reason of its own.
        if (event.event === "environment" && event.reason === "it was idle for long") resolve(event.state);
      });
    });
    await control.subscribe(["environment"]);
    const first = (await project.invoke("Echo")).payload as Answer;
    assert.equal(await stopped, "stopped");
    const second = (await project.invoke("Echo")).payload as Answer;
    assert.equal(second.invocations, 1);
    assert.notEqual(second.logStreamName, first.logStreamName);
  });
});

interface Answer {
  readonly invocations: number;
  readonly logStreamName: string;
}

const echo = { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "node" };
