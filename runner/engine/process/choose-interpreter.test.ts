import assert from "node:assert/strict";
import test from "node:test";
import { chooseInterpreter, isOfSeries, parseVersion, type Version } from "./choose-interpreter.ts";

interface Case {
  readonly title: string;
  readonly versions: readonly string[];
  readonly wanted: readonly number[];
  readonly chosen: string | undefined;
}

const cases: readonly Case[] = [
  {
    title: "takes the same major version of Node",
    versions: ["20.1.0", "22.3.0", "24.0.0"],
    wanted: [22],
    chosen: "22.3.0",
  },
  {
    title: "takes the highest of several of the same major",
    versions: ["22.3.0", "22.11.0"],
    wanted: [22],
    chosen: "22.11.0",
  },
  {
    title: "takes the nearest newer when there is no exact one",
    versions: ["18.0.0", "26.0.0", "24.9.0"],
    wanted: [22],
    chosen: "24.9.0",
  },
  {
    title: "takes the nearest older when nothing newer is there",
    versions: ["18.0.0", "20.2.0"],
    wanted: [22],
    chosen: "20.2.0",
  },
  {
    title: "wants the same minor version of Python",
    versions: ["3.11.7", "3.13.0", "3.12.1"],
    wanted: [3, 12],
    chosen: "3.12.1",
  },
  {
    title: "compares minor versions as numbers",
    versions: ["3.9.18", "3.8.1", "3.13.0"],
    wanted: [3, 10],
    chosen: "3.13.0",
  },
  {
    title: "prefers a newer Python to an older one",
    versions: ["3.11.7", "3.14.0"],
    wanted: [3, 12],
    chosen: "3.14.0",
  },
  { title: "finds nothing among nothing", versions: [], wanted: [22], chosen: undefined },
];

for (const { title, versions, wanted, chosen } of cases) {
  test(title, () => {
    const candidates = versions.map((version) => ({ version: parse(version), isProjectOwn: false, variables: {} }));
    assert.equal(chooseInterpreter(candidates, wanted)?.version.join("."), chosen);
  });
}

test("prefers the project's own among those of the wanted version", () => {
  const candidates = [
    { version: parse("3.12.9"), isProjectOwn: false, variables: {} },
    { version: parse("3.12.1"), isProjectOwn: true, variables: {} },
  ];
  assert.equal(chooseInterpreter(candidates, [3, 12]), candidates[1]);
});

test("prefers the wanted version to the project's own of another", () => {
  const candidates = [
    { version: parse("3.11.0"), isProjectOwn: true, variables: {} },
    { version: parse("3.12.1"), isProjectOwn: false, variables: {} },
  ];
  assert.equal(chooseInterpreter(candidates, [3, 12]), candidates[1]);
});

test("prefers a real Node of the wanted version to an editor's, and that to a real one of another", () => {
  const electron = { version: parse("22.20.0"), isProjectOwn: false, variables: { ELECTRON_RUN_AS_NODE: "1" } };
  const real = { version: parse("22.1.0"), isProjectOwn: false, variables: {} };
  const older = { ...real, version: parse("20.1.0") };
  assert.equal(chooseInterpreter([electron, real], [22]), real);
  assert.equal(chooseInterpreter([older, electron], [22]), electron);
  assert.equal(chooseInterpreter([electron, real], [24]), real);
});

test("tells whether a version is of a series", () => {
  assert.equal(isOfSeries([22, 3, 1], [22]), true);
  assert.equal(isOfSeries([3, 12, 1], [3, 12]), true);
  assert.equal(isOfSeries([3, 12, 1], [3, 13]), false);
});

test("reads versions out of what people name their folders", () => {
  assert.deepEqual(parseVersion("v22.11.0"), [22, 11, 0]);
  assert.deepEqual(parseVersion("cpython-3.12.1-linux-x86_64-gnu"), [3, 12, 1]);
  assert.deepEqual(parseVersion("22"), [22, 0, 0]);
  assert.equal(parseVersion("system"), undefined);
});

function parse(text: string): Version {
  return parseVersion(text) ?? [0, 0, 0];
}
