import assert from "node:assert/strict";
import { readFile, truncate } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { Failure } from "../model/failure.ts";
import type { Project } from "../model/function.ts";
import { loadProject } from "./load-project.ts";
import { workspaceWith } from "./workspace-for-tests.ts";

const fixtures = path.join(import.meta.dirname, "../../test/fixtures/templates");
const today = new Date("2026-11-23");
const functionOf = (logicalId: string, properties: string, type = "AWS::Serverless::Function") =>
  `Resources:\n  ${logicalId}: { Type: ${type}, Properties: { Runtime: nodejs24.x, Handler: index.handler, ${properties} } }\n`;
const inline = functionOf("Fn", "InlineCode: exports.handler = 1");

test("loads a rich template without a problem", async () => {
  const root = path.join(fixtures, "rich");
  const project = await loadProject({ root, today });
  const serious = project.problems.filter(({ severity }) => severity !== "info");
  assert.deepEqual(serious, []);
  assert.deepEqual(project.templates, [path.join(root, "template.yaml"), path.join(root, "nested", "child.yaml")]);
  assert.deepEqual(
    project.functions.map(({ name, code }) => [name, code.kind]),
    [
      ["orders-dev", "folder"],
      ["Report", "folder"],
      ["Inline", "inline"],
      ["Picture", "dockerfile"],
      ["Child-Report", "folder"],
    ],
  );
  const [orders, , , picture, nested] = project.functions;
  assert.deepEqual(
    orders?.triggers.map(({ type }) => type),
    ["HttpApi", "SQS", "Schedule", "FunctionUrl"],
  );
  assert.deepEqual(orders.layers, [
    { name: "shared", content: { kind: "folder", path: path.join(root, "layers", "shared") } },
  ]);
  assert.deepEqual([orders.architecture, orders.memoryMb, orders.timeoutS], ["arm64", 256, 7]);
  assert.equal(orders.environment["NESTED"], "Report");
  assert.equal(orders.environment["LITERAL"], "${NotMe} aws local");
  assert.deepEqual(picture?.code, {
    kind: "dockerfile",
    context: path.join(root, "image"),
    dockerfile: "Dockerfile",
    buildArgs: { A: "1" },
    target: "run",
    tag: "v1",
  });
  assert.equal(nested?.environment["GREETING"], "hello dev");
  assert.equal(nested.layers[0]?.name, "shared");
  assert.equal(nested.logging.logGroup, "/aws/lambda/Child-Report");
});

test("passes parameters given from outside down to nested stacks", async () => {
  const parameterOverrides = { Stage: "prod", Memory: "300", Nonsense: "1" };
  const project = await loadProject({
    root: path.join(fixtures, "rich"),
    today,
    parameterOverrides,
    region: "eu-west-1",
  });
  assert.deepEqual(
    project.functions.map(({ name }) => name),
    ["orders-prod", "Report", "OnlyInProd", "Inline", "Picture", "Child-Report"],
  );
  const [orders] = project.functions;
  assert.deepEqual(
    [orders?.memoryMb, ...["LEVEL", "WHEN_PROD", "JOINED"].map((key) => orders?.environment[key])],
    [300, "warn", "yes", "eu-west-1-123456789012"],
  );
  assert.equal(project.functions.at(-1)?.environment["GREETING"], "hello prod");
  assert.deepEqual(codesOf(project), ["parameter-unknown", "function-name-taken"]);
});

const bad: readonly (readonly [file: string, functions: number, codes: string[]])[] = [
  ["empty.yaml", 0, ["template-empty"]],
  ["list.yaml", 0, ["template-not-a-map"]],
  ["no-function.yaml", 0, ["no-function"]],
  ["no-resources.yaml", 0, ["resources-missing"]],
  ["json.json", 1, ["memory-out-of-range"]],
];

for (const [file, functions, codes] of bad) {
  test(`loads what can be loaded of ${file}`, async () => {
    const project = await loadProject({ root: path.join(fixtures, "bad"), templates: [file], today });
    assert.equal(project.functions.length, functions);
    assert.deepEqual(codesOf(project), codes);
    assert.ok(project.problems.every((problem) => problem.file === path.join(fixtures, "bad", file)));
  });
}

test("loads nothing of a template with syntax errors, and everything of the others", async (t) => {
  const broken = "Resources:\n  A: { Type: X }\n   B: 1\n  C: [1\n";
  const root = await workspaceWith(t, { "template.yaml": broken, "a/template.yaml": inline });
  const project = await loadProject({ root, today });
  assert.deepEqual(
    project.functions.map(({ name }) => name),
    ["Fn"],
  );
  assert.ok(project.problems.length > 1);
  assert.ok(project.problems.every(({ code, file }) => code === "yaml-invalid" && path.dirname(file) === root));
});

test("reports each broken limit at the function that breaks it", async () => {
  const project = await loadProject({ root: path.join(fixtures, "bad"), templates: ["limits.yaml"], today });
  const byFunction = Object.fromEntries(
    project.functions.map(({ logicalId, problems }) => [logicalId, [...new Set(problems.map(({ code }) => code))]]),
  );
  assert.deepEqual(byFunction, {
    Memory: ["memory-out-of-range"],
    Timeout: ["timeout-out-of-range"],
    Disk: ["ephemeral-storage-out-of-range"],
    Lots: ["property-type"],
    Layers: ["too-many-layers", "layer-elsewhere"],
    Variables: ["environment-key-reserved", "environment-key-invalid", "property-type"],
    Unknown: ["runtime-unknown"],
    Deprecated: ["runtime-deprecated"],
    Retired: ["runtime-retired"],
    NoFile: ["handler-not-found"],
    NoExport: ["handler-not-found"],
    NoDefinition: ["handler-not-found"],
    NoFolder: ["code-missing"],
    NoImage: ["image-not-stated"],
    Event: ["event-type-unknown", "event-property-missing", "event-invalid"],
  });
});

test("reports references that lead nowhere or in a circle, and loads every function", async () => {
  const project = await loadProject({ root: path.join(fixtures, "bad"), templates: ["references.yaml"], today });
  assert.equal(project.functions.length, 6);
  const expected = [
    "parameter-without-value",
    "parameter-not-allowed",
    "reference-cycle",
    "condition-invalid",
    "reference-unknown",
    "mapping-unknown",
    "condition-unknown",
    "intrinsic-invalid",
    "tag-unknown",
    "function-name-taken",
    "nested-template-cycle",
    "nested-template-missing",
    "nested-template-elsewhere",
  ];
  assert.deepEqual([...new Set(codesOf(project))], expected);
  const missing = project.problems.find(({ code }) => code === "nested-template-missing");
  assert.match(missing?.message ?? "", /can't be read: there is no such file: /);
});

test("the second of two functions with one name keeps its logical id", async () => {
  const project = await loadProject({ root: path.join(fixtures, "bad"), templates: ["references.yaml"], today });
  const names = project.functions.slice(-2).map(({ name, logicalId }) => [name, logicalId]);
  assert.deepEqual(names, [
    ["same", "First"],
    ["Second", "Second"],
  ]);
  assert.deepEqual(
    project.functions.at(-1)?.problems.map(({ code, severity }) => [code, severity]),
    [["function-name-taken", "error"]],
  );
});

test("finds templates up to four folders down and skips what tools made", async (t) => {
  const root = await workspaceWith(t, {
    "template.yaml": inline,
    "a/b/c/d/template.yml": functionOf("Deep", "InlineCode: exports.handler = 1"),
    "a/b/c/d/e/template.yaml": functionOf("TooDeep", "InlineCode: x"),
    "json/template.json": '{ "Resources": {} }',
    "node_modules/x/template.yaml": inline,
    ".aws-sam/build/template.yaml": inline,
    "cdk.out/template.yaml": inline,
    "other.yaml": inline,
  });
  const project = await loadProject({ root, today });
  assert.deepEqual(
    project.templates.map((file) => path.relative(root, file).replaceAll("\\", "/")),
    ["template.yaml", "json/template.json", "a/b/c/d/template.yml"],
  );
});

test("loads a template that another one nests once, as part of that one", async (t) => {
  const root = await workspaceWith(t, {
    "a/template.yaml": inline,
    "b/template.yaml":
      "Resources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ../a/template.yaml } }\n",
  });
  const project = await loadProject({ root, today });
  assert.deepEqual(
    project.functions.map(({ name }) => name),
    ["Fn"],
  );
  assert.deepEqual(project.problems, []);
});

test("says where it looked when there is no template", async (t) => {
  const root = await workspaceWith(t, { "package.json": "{}" });
  await assert.rejects(loadProject({ root }), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, "template-unusable");
    for (const part of [root, "node_modules", "4 folders", "--template"]) assert.ok(error.message.includes(part), part);
    return true;
  });
});

test("refuses a named template that can't be read", async (t) => {
  const root = await workspaceWith(t, { "folder/x": "" });
  for (const template of ["nowhere.yaml", "folder"]) {
    await assert.rejects(
      loadProject({ root, templates: [template] }),
      (error) => error instanceof Failure && error.code === "template-unusable" && error.message.includes(template),
    );
  }
});

const handlers: readonly (readonly [
  title: string,
  files: Record<string, string>,
  properties: string,
  codes: string[],
])[] = [
  [
    "takes a TypeScript source for the handler's file",
    { "src/a/index.mts": "export const handler = 1;" },
    "Handler: a/index.handler",
    [],
  ],
  ["takes an index file in a folder", { "src/a/index.js": "exports.handler = 1;" }, "Handler: a.handler", []],
  [
    "takes a Python package",
    { "src/app/__init__.py": "from .main import handler" },
    "Runtime: python3.13, Handler: app.handler",
    [],
  ],
  [
    "takes a Python module by dots",
    { "src/app/main.py": "def handler(e, c): ..." },
    "Runtime: python3.13, Handler: app.main.handler",
    [],
  ],
  ["reports a handler without a dot", { "src/index.js": "" }, "Handler: index", ["handler-malformed"]],
  [
    "reports a handler that leaves the folder",
    { "src/index.js": "" },
    "Handler: ../index.handler",
    ["handler-malformed"],
  ],
  [
    "reports a missing export",
    { "src/index.js": "exports.other = 1;" },
    "Handler: index.handler",
    ["handler-not-found"],
  ],
  ["reports a missing file", { "src/x.js": "" }, "Handler: index.handler", ["handler-not-found"]],
  ["does not judge compiled languages", { "src/pom.xml": "" }, 'Runtime: java21, Handler: "a.B::c"', []],
  [
    "reports an OS-only runtime's missing bootstrap",
    { "src/main.go": "" },
    "Runtime: provided.al2023, Handler: main",
    ["handler-not-found"],
  ],
  [
    "leaves a bootstrap to the Makefile that builds it",
    { "src/Makefile": "build-Fn:\n\ttrue\n" },
    "Runtime: provided.al2023, Handler: main",
    [],
  ],
  ["finds a bootstrap", { "src/bootstrap": "#!/bin/sh\n" }, "Runtime: provided.al2023, Handler: main", []],
  ["believes a handler in a layer", { "src/x.js": "" }, "Handler: /opt/nodejs/node_modules/w/handler.handler", []],
];

for (const [title, files, properties, codes] of handlers) {
  test(title, async (t) => {
    const base = properties.includes("Runtime") ? "" : "Runtime: nodejs24.x, ";
    const template = `Resources:\n  Fn: { Type: AWS::Serverless::Function, Properties: { ${base}CodeUri: src, ${properties} } }\n`;
    const root = await workspaceWith(t, { ...files, "template.yaml": template });
    assert.deepEqual(codesOf(await loadProject({ root, today })), codes);
  });
}

test("takes a bootstrap from a layer, or one that is yet to be built", async (t) => {
  const fn = (more: string, metadata = "") =>
    `Resources:\n  Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: provided.al2023, Handler: x, CodeUri: src${more} }${metadata} }\n`;
  const layer = "  Run: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer } }\n";
  for (const template of [
    fn(", Layers: [!Ref Run]") + layer,
    fn("", ", Metadata: { BuildMethod: rust-cargolambda }"),
  ]) {
    const files = { "template.yaml": template, "src/main.rs": "", "layer/bootstrap": "" };
    assert.deepEqual(codesOf(await loadProject({ root: await workspaceWith(t, files), today })), []);
  }
});

test("finds the handler through esbuild's entry points", async (t) => {
  const template = (entry: string) =>
    `${functionOf("Fn", "CodeUri: .").trimEnd().slice(0, -1)}, Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [${entry}] } } }\n`;
  const root = await workspaceWith(t, {
    "template.yaml": template("src/index.ts"),
    "src/index.ts": "export const handler = 1;",
  });
  assert.deepEqual(codesOf(await loadProject({ root, today })), []);
  const other = await workspaceWith(t, {
    "template.yaml": template("src/gone.ts"),
    "src/index.ts": "export const handler = 1;",
  });
  assert.deepEqual(codesOf(await loadProject({ root: other, today })), ["handler-not-found"]);
});

test("reports inline code without the export", async (t) => {
  const root = await workspaceWith(t, { "template.yaml": functionOf("Fn", "InlineCode: exports.other = 1") });
  assert.deepEqual(codesOf(await loadProject({ root, today })), ["handler-not-found"]);
});

test("reads the names in a zip file, and reports what is no package", async (t) => {
  const archive = await readFile(path.join(fixtures, "code.zip"));
  const cases: readonly (readonly [properties: string, kind: string, codes: string[]])[] = [
    ["CodeUri: code.zip", "zip", []],
    ["CodeUri: code.zip, Handler: other.handler", "zip", ["handler-not-found"]],
    ["CodeUri: broken.zip", "zip", []],
    ["CodeUri: notes.txt", "elsewhere", ["code-not-a-package"]],
    ["CodeUri: nowhere", "elsewhere", ["code-missing"]],
  ];
  for (const [properties, kind, codes] of cases) {
    const handler = properties.includes("Handler") ? "" : "Handler: index.handler, ";
    const template = `Resources:\n  Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs24.x, ${handler}${properties} } }\n`;
    const files = { "code.zip": archive, "broken.zip": "no zip", "notes.txt": "x", "template.yaml": template };
    const project = await loadProject({ root: await workspaceWith(t, files), today });
    assert.equal(project.functions[0]?.code.kind, kind, properties);
    assert.deepEqual(codesOf(project), codes, properties);
  }
});

test("reports a Dockerfile that is not there", async (t) => {
  const template =
    "Resources:\n  Fn: { Type: AWS::Serverless::Function, Properties: { PackageType: Image }, Metadata: { DockerContext: . } }\n";
  const root = await workspaceWith(t, { "template.yaml": template });
  const project = await loadProject({ root, today });
  assert.deepEqual(codesOf(project), ["code-missing"]);
  assert.match(project.problems[0]?.hint ?? "", /DockerContext/);
});

test("reports a package whose code and layers are together above 250 MB", async (t) => {
  const layer = "  Big: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer } }\n";
  const root = await workspaceWith(t, {
    "template.yaml": functionOf("Fn", "CodeUri: src, Layers: [!Ref Big]") + layer,
    "src/index.js": "exports.handler = 1;",
    "layer/big": "",
  });
  await truncate(path.join(root, "layer/big"), 262_144_000 - 20);
  assert.deepEqual(codesOf(await loadProject({ root, today })), []);
  await truncate(path.join(root, "layer/big"), 262_144_000);
  const [problem] = (await loadProject({ root, today })).problems;
  assert.equal(problem?.code, "package-too-large");
  assert.match(problem.source ?? "", /gettingstarted-limits/);
});

test("honours a .env in the workspace folder without being told", async (t) => {
  const root = await workspaceWith(t, { "template.yaml": inline, ".env": "FROM_FILE=1\n" });
  assert.deepEqual((await loadProject({ root, today })).functions[0]?.environment, { FROM_FILE: "1" });
});

test("warns of a variable whose value only AWS knows, until something on this machine sets it", async (t) => {
  const template = functionOf(
    "Fn",
    "InlineCode: exports.handler = 1, Environment: { Variables: { URL: !ImportValue url } }",
  );
  const root = await workspaceWith(t, { "template.yaml": template });
  const project = await loadProject({ root, today });
  assert.deepEqual(
    project.functions[0]?.problems.map(({ code, severity }) => [code, severity]),
    [["value-unknown", "warning"]],
  );
  const answered = await workspaceWith(t, { "template.yaml": template, ".env": "URL=http://localhost\n" });
  assert.deepEqual(codesOf(await loadProject({ root: answered, today })), []);
});

function codesOf({ problems }: Project): string[] {
  return problems.map(({ code }) => code);
}
