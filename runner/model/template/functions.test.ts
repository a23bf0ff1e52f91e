import assert from "node:assert/strict";
import { test } from "node:test";
import { readFunctions } from "./functions.ts";
import { collectLayers } from "./layers.ts";
import { inShort, stackFrom } from "./stack-for-tests.ts";

/** The only function of a template whose properties are these, and the problems found. */
function read(properties: string, head = "") {
  const base = ["Runtime: nodejs24.x", "Handler: a.b", "CodeUri: src"];
  const kept = base.filter((each) => !properties.startsWith(each.slice(0, each.indexOf(" "))));
  const all = [...kept, ...(properties === "" ? [] : [properties])].join(", ");
  return readAll(`${head}\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties: { ${all} }\n`);
}

function readAll(text: string) {
  const stack = stackFrom(text);
  const functions = readFunctions(stack, { layersByArn: collectLayers(stack), today: new Date("2026-11-23") });
  const [fn] = functions;
  assert.ok(fn);
  return { fn, functions, problems: stack.problems, codes: stack.problems.map(({ code }) => code) };
}

test("gives what is left out Lambda's defaults", () => {
  const { fn, codes } = read("");
  assert.deepEqual(codes, []);
  assert.deepEqual(
    [fn.memoryMb, fn.timeoutS, fn.ephemeralStorageMb, fn.architecture, fn.packageType, fn.reservedConcurrency],
    [128, 3, 512, "x86_64", "Zip", undefined],
  );
  assert.deepEqual(fn.logging, {
    format: "Text",
    applicationLevel: undefined,
    systemLevel: undefined,
    logGroup: undefined,
  });
  assert.equal(fn.role, "arn:aws:iam::123456789012:role/FnRole");
});

test("knows how many environments are to be kept ready", () => {
  const { fn, codes } = read("ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 }");
  assert.deepEqual([fn.provisionedConcurrency, codes], [5, []]);
});

const settings: readonly (readonly [
  properties: string,
  key: "memoryMb" | "timeoutS" | "ephemeralStorageMb",
  value: number,
  codes: string[],
])[] = [
  ["MemorySize: 128", "memoryMb", 128, []],
  ["MemorySize: 10240", "memoryMb", 10240, []],
  ['MemorySize: "512"', "memoryMb", 512, []],
  ["MemorySize: 127", "memoryMb", 128, ["memory-out-of-range"]],
  ["MemorySize: 10241", "memoryMb", 10240, ["memory-out-of-range"]],
  ["MemorySize: -1", "memoryMb", 128, ["memory-out-of-range"]],
  ["MemorySize: lots", "memoryMb", 128, ["property-type"]],
  ["MemorySize: 1.5", "memoryMb", 128, ["property-type"]],
  ["MemorySize: [512]", "memoryMb", 128, ["property-type"]],
  ["MemorySize: true", "memoryMb", 128, ["property-type"]],
  ["Timeout: 1", "timeoutS", 1, []],
  ["Timeout: 900", "timeoutS", 900, []],
  ["Timeout: 0", "timeoutS", 1, ["timeout-out-of-range"]],
  ["Timeout: 901", "timeoutS", 900, ["timeout-out-of-range"]],
  ["EphemeralStorage: { Size: 511 }", "ephemeralStorageMb", 512, ["ephemeral-storage-out-of-range"]],
  ["EphemeralStorage: { Size: 2048 }", "ephemeralStorageMb", 2048, []],
];

for (const [properties, key, value, codes] of settings) {
  test(`${properties} runs with ${value}${codes.length > 0 ? ` and is reported` : ""}`, () => {
    const { fn, problems } = read(properties);
    assert.equal(fn[key], value);
    assert.deepEqual(
      problems.map(({ code }) => code),
      codes,
    );
    for (const { code, source, logicalId } of problems) {
      assert.equal(logicalId, "Fn");
      if (code.endsWith("out-of-range")) assert.match(source ?? "", /^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
}

const reported: readonly (readonly [properties: string, code: string])[] = [
  ["Runtime: nodejs99.x", "runtime-unknown"],
  ["Runtime: nodejs20.x", "runtime-deprecated"],
  ["Runtime: nodejs12.x", "runtime-retired"],
  ["Runtime: nodejs26.x", "runtime-preview"],
  ["Architectures: [arm64, x86_64]", "architecture-invalid"],
  ["Architectures: [sparc]", "architecture-invalid"],
  ["ReservedConcurrentExecutions: -1", "reserved-concurrency-invalid"],
  ["PackageType: Tar", "property-type"],
  ["LoggingConfig: { LogFormat: XML }", "property-type"],
  ["Environment: { Variables: { AWS_REGION: x } }", "environment-key-reserved"],
  ["Environment: { Variables: { _HANDLER: x } }", "environment-key-reserved"],
  ["Environment: { Variables: { 1A: x } }", "environment-key-invalid"],
  ["Environment: { Variables: { A: x } }", "environment-key-invalid"],
  ["Environment: { Variables: { AB: [x] } }", "property-type"],
  ["Environment: { Variables: [x] }", "property-type"],
  [`Environment: { Variables: { AB: ${"x".repeat(4095)} } }`, "environment-too-large"],
  ["CodeUri: s3://bucket/key", "code-elsewhere"],
  ["CodeUri: { Bucket: b, Key: k }", "code-elsewhere"],
  ['CodeUri: ""', "code-not-stated"],
  ["PackageType: Image", "image-not-stated"],
  ["Environment: { Variables: { ME: !Ref Fn } }", "reference-cycle"],
];

for (const [properties, code] of reported) {
  test(`${properties.slice(0, 60)} is reported as ${code} and still loads`, () => {
    const { codes, functions } = read(properties);
    assert.deepEqual(codes, [code]);
    assert.equal(functions.length, 1);
  });
}

test("takes 4096 bytes of environment", () => {
  assert.deepEqual(read(`Environment: { Variables: { AB: ${"x".repeat(4094)} } }`).codes, []);
});

test("leaves out the variables that Lambda refuses, and keeps texts as written", () => {
  const { fn } = read("Environment: { Variables: { AWS_REGION: x, A1: 1.0, B1: true, C1: 012, D1: } }");
  assert.deepEqual(fn.environment, { A1: "1.0", B1: "true", C1: "012", D1: "" });
});

test("puts the problem at the offending value", () => {
  const { problems } = readAll(
    "Resources:\n  Fn:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: { ZipFile: x }\n      Handler: index.x\n      Runtime: nodejs24.x\n      MemorySize: 64\n",
  );
  assert.deepEqual(problems[0]?.range, { start: { line: 7, character: 18 }, end: { line: 7, character: 20 } });
});

test("reports a function without runtime, handler and code, and loads it", () => {
  const { fn, problems } = readAll("Resources:\n  Fn: { Type: AWS::Serverless::Function }\n");
  assert.deepEqual(problems.map(inShort), ["1:2 runtime-missing", "1:2 handler-missing", "1:2 code-not-stated"]);
  assert.equal(fn.code.kind, "elsewhere");
});

test("reports properties that are no map", () => {
  const { problems } = readAll("Resources:\n  Fn: { Type: AWS::Serverless::Function, Properties: [a] }\n");
  assert.ok(problems.map(inShort).includes("1:53 property-type"));
});

test("merges Globals: maps key by key, lists with the global ones first, the rest replaced", () => {
  const { fn, codes } = read(
    "Timeout: 9, Environment: { Variables: { B1: own, C1: c } }, Layers: [own]",
    "Globals: { Function: { Timeout: 5, MemorySize: 256, Layers: [global], Environment: { Variables: { A1: a, B1: b } } } }",
  );
  assert.deepEqual([fn.timeoutS, fn.memoryMb], [9, 256]);
  assert.deepEqual(fn.environment, { A1: "a", B1: "own", C1: "c" });
  assert.deepEqual(
    fn.layers.map(({ name }) => name),
    ["global", "own"],
  );
  assert.deepEqual(codes, ["layer-elsewhere", "layer-elsewhere"]);
});

test("does not lay Globals under plain functions, nor what IgnoreGlobals names", () => {
  const { functions } = readAll(`
Globals: { Function: { Timeout: 5, MemorySize: 256 } }
Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs24.x, Handler: index.a, Code: { ZipFile: x } } }
  B: { Type: AWS::Serverless::Function, IgnoreGlobals: [Timeout], Properties: { Handler: a.b } }
  C: { Type: AWS::Serverless::Function, IgnoreGlobals: "*", Properties: { Handler: a.b } }
`);
  assert.deepEqual(
    functions.map(({ timeoutS, memoryMb }) => [timeoutS, memoryMb]),
    [
      [3, 128],
      [3, 256],
      [3, 128],
    ],
  );
});

test("leaves out functions whose condition is false", () => {
  const { functions } = readAll(`
Conditions: { No: !Equals [a, b] }
Resources:
  A: { Type: AWS::Serverless::Function, Condition: No, Properties: { MemorySize: 1 } }
  B: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs24.x, Handler: a.b, CodeUri: . } }
`);
  assert.deepEqual(
    functions.map(({ logicalId }) => logicalId),
    ["B"],
  );
});

test("finds local layers through references, parameters and conditions, and reports the sixth", () => {
  const { fn, codes } = read(
    "Layers: [!Ref Own, !If [Yes, !Ref Own, !Ref AWS::NoValue], !Ref Own, !Ref Own, !Ref Own, arn:aws:lambda:us-east-1:1:layer:x:1]",
    "Conditions: { Yes: !Equals [a, a] }",
  );
  assert.equal(fn.layers.length, 6);
  assert.ok(codes.includes("too-many-layers") && codes.includes("layer-elsewhere"));
  const local = readAll(`
Parameters: { Layer: { Type: String, Default: "arn:aws:lambda:us-east-1:123456789012:layer:named:1" } }
Resources:
  Own: { Type: AWS::Serverless::LayerVersion, Properties: { LayerName: named, ContentUri: layer } }
  Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs24.x, Handler: a.b, CodeUri: ., Layers: [!Ref Own, !Ref Layer] } }
`);
  assert.deepEqual(local.codes, []);
  assert.deepEqual(
    local.fn.layers.map(({ name, content }) => [name, content.kind === "path" && content.path]),
    [
      ["named", "layer"],
      ["named", "layer"],
    ],
  );
});

test("reads image functions from their metadata, else from the image", () => {
  const build = readAll(`
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: { PackageType: Image, ImageConfig: { EntryPoint: [/e], Command: [a.b], WorkingDirectory: /w } }
    Metadata: { Dockerfile: D, DockerContext: ./c, DockerTag: t, DockerBuildTarget: s, DockerBuildArgs: { K: 1 } }
`);
  const { range, ...code } = build.fn.code;
  assert.equal(range.start.line, 5);
  assert.deepEqual(code, {
    kind: "dockerfile",
    context: "./c",
    dockerfile: "D",
    tag: "t",
    target: "s",
    buildArgs: { K: "1" },
  });
  assert.deepEqual(build.fn.imageConfig, { entryPoint: ["/e"], command: ["a.b"], workingDirectory: "/w" });
  assert.deepEqual([build.codes, build.fn.runtime, build.fn.handler], [[], undefined, undefined]);
  const image = readAll(
    "Resources:\n  Fn: { Type: AWS::Lambda::Function, Properties: { Code: { ImageUri: a/b:1 } } }\n",
  );
  assert.deepEqual([image.fn.packageType, image.fn.code.kind === "image" && image.fn.code.uri], ["Image", "a/b:1"]);
});

test("keeps BuildMethod and its properties", () => {
  const { fn } = readAll(`
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs24.x, Handler: a.b, CodeUri: . }
    Metadata: { BuildMethod: esbuild, BuildProperties: { Minify: true, External: [x], Target: es2024 } }
`);
  assert.deepEqual(fn.build, { method: "esbuild", properties: { Minify: true, External: ["x"], Target: "es2024" } });
});

test("takes CDK's asset path for the code", () => {
  const { fn, codes } = readAll(`
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs24.x, Handler: a.b, Code: { S3Bucket: b, S3Key: k } }
    Metadata: { "aws:asset:path": asset.1, "aws:asset:property": Code }
`);
  assert.deepEqual([codes, fn.code.kind === "path" && fn.code.path], [[], "asset.1"]);
});

test("reports two functions that need each other", () => {
  const { problems } = readAll(`
Resources:
  A: { Type: AWS::Lambda::Function, DependsOn: B, Properties: { Runtime: nodejs24.x, Handler: index.a, Code: { ZipFile: x } } }
  B:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs24.x, Handler: index.a, Code: { ZipFile: x }, Description: !Sub "\${A.Arn}" }
`);
  assert.deepEqual(problems.map(inShort), ["2:47 reference-cycle", "5:97 reference-cycle"]);
  assert.match(problems[0]?.message ?? "", /A → B → A/);
});
