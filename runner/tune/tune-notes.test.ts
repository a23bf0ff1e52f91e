import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tuneResult } from "./result-for-tests.ts";
import { tuneNotes } from "./tune-notes.ts";

describe("notes of tuning", () => {
  test("say what a call does, by how many runs, and for which prices", () => {
    const notes = tuneNotes(tuneResult()).join("\n");
    assert.match(
      notes,
      /^A call takes 200 ms of CPU time and waits for 100 ms: medians of 1 warm run, made for this\. /,
    );
    assert.match(notes, /The highest memory was 60 MB\./);
    assert.match(notes, /arm64 as fast as x86_64\./);
    assert.match(
      notes,
      /for a million calls in eu-west-1 at the prices of \d{4}-\d\d-\d\d, .* 1 % of calls that pay for 200 ms/,
    );
  });

  test("say when runs were of whatever events", () => {
    assert.match(tuneNotes(tuneResult({ areRunsNew: false })).join(), /1 warm run, at hand, of whatever events\./);
  });

  test("say on how many CPUs it computes", () => {
    const notes = tuneNotes(tuneResult({ run: { durationMs: 100, cpuMs: 190 } }));
    assert.match(notes.join(), /takes 190 ms of CPU time on 1\.9 CPUs at a time and waits for 0 ms/);
    assert.doesNotMatch(notes.join(), /It used all/);
  });

  test("warn that a machine with fewer CPUs shows no more", () => {
    const notes = tuneNotes(tuneResult({ run: { durationMs: 100, cpuMs: 190 }, machineCpus: 2 }));
    assert.match(notes.join(), /It used all 2 CPUs of this machine/);
  });

  test("warn of runs that were made while the machine was busy, and only of those", () => {
    const busy = /This machine was busy \(11\.7 threads wanted its 2 CPUs\): .* so are durations\./;
    assert.match(tuneNotes(tuneResult({ machineLoad: 11.7, machineCpus: 2 })).join(), busy);
    const size = { memoryMb: 512, predictedMs: 1, measuredMs: 1, runs: 3, failure: null, isShortOfCpus: false };
    const verified = tuneNotes(tuneResult({ machineLoad: 11.7, machineCpus: 2, verified: [size] }));
    assert.match(verified.join(), /so is what was verified, most of all at sizes with much CPU\./);
    assert.doesNotMatch(tuneNotes(tuneResult({ machineLoad: 1.9, machineCpus: 2 })).join(), busy);
    assert.doesNotMatch(tuneNotes(tuneResult({ machineLoad: 11.7, machineCpus: 2, areRunsNew: false })).join(), busy);
    assert.doesNotMatch(tuneNotes(tuneResult({ machineLoad: undefined })).join(), busy);
  });

  test("say when no size is recommended", () => {
    const notes = tuneNotes(tuneResult({ run: { durationMs: 11_000, cpuMs: 100 } }));
    assert.equal(notes.at(-1), "No size is recommended: none has room and is done before the timeout.");
  });
});
