import assert from "node:assert/strict";
import { test } from "node:test";
import { readFunctions } from "./functions.ts";
import { inShort, stackFrom } from "./stack-for-tests.ts";

function read(...lines: string[]) {
  const stack = stackFrom(
    [
      "Resources:",
      "  Db: { Type: AWS::RDS::DBCluster }",
      "  Rule: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: !ImportValue rate } }",
      "  Fn:",
      "    Type: AWS::Serverless::Function",
      "    Properties:",
      "      Runtime: nodejs24.x",
      '      InlineCode: ""',
      ...lines.map((line) => `      ${line}`),
      "",
    ].join("\n"),
  );
  const [fn] = readFunctions(stack, { layersByArn: new Map(), today: new Date("2026-11-23") });
  assert.ok(fn);
  return { fn, problems: stack.problems };
}

test("keeps back what is unknown in a variable, so that an override can answer it", () => {
  const { fn, problems } = read(
    "Handler: a.b",
    "Environment:",
    "  Variables:",
    "    HOST: !GetAtt Db.Endpoint.Address",
    '    URL: !Sub "https://${Db.Endpoint.Address}/"',
    '    SECRET: "{{resolve:secretsmanager:db:SecretString:password}}"',
    '    STAGED: !Sub "{{resolve:ssm:/${AWS::Region}/x}}"',
    "    OTHER: !GetAtt Db.Arn",
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(fn.environment, {
    HOST: "Db.Endpoint.Address",
    URL: "https://Db.Endpoint.Address/",
    SECRET: "{{resolve:secretsmanager:db:SecretString:password}}",
    STAGED: "{{resolve:ssm:/us-east-1/x}}",
    OTHER: "arn:aws:rds:us-east-1:123456789012:Db",
  });
  const found = [...fn.unknownVariables].map(([name, [problem]]) => [name, problem?.code, problem?.range.start.line]);
  assert.deepEqual(found, [
    ["HOST", "value-unknown", 11],
    ["URL", "value-unknown", 12],
    ["SECRET", "value-unknown", 13],
    ["STAGED", "value-unknown", 14],
  ]);
  const messages = [...fn.unknownVariables.values()].flat().map(({ message }) => message);
  assert.match(messages[0] ?? "", /^The value of Fn::GetAtt Db\.Endpoint\.Address is not known/);
  assert.match(messages[3] ?? "", /^The value of \{\{resolve:ssm:\/us-east-1\/x\}\} is not known/);
});

test("reports an unknown value in a property that decides how the function runs, and leaves the property out", () => {
  const { fn, problems } = read(
    "Handler: a.b",
    "Timeout: !ImportValue timeout",
    'MemorySize: "{{resolve:ssm:memory}}"',
  );
  assert.deepEqual(
    problems.map(({ code, logicalId }) => [code, logicalId]),
    [
      ["value-unknown", "Fn"],
      ["value-unknown", "Fn"],
    ],
  );
  assert.deepEqual([fn.timeoutS, fn.memoryMb], [3, 128]);
});

test("says nothing of unknown values that make no difference here", () => {
  const { problems } = read(
    "Handler: a.b",
    "Role: !ImportValue role",
    "VpcConfig: { SubnetIds: !Split [',', !ImportValue subnets], SecurityGroupIds: [!GetAtt Db.GroupId] }",
  );
  assert.deepEqual(problems, []);
});

test("says that a Handler whose value is unknown is no Handler, where it stands", () => {
  const { fn, problems } = read("Handler: !Ref Nope");
  assert.equal(fn.handler, undefined);
  assert.deepEqual(problems.map(inShort), ["8:20 reference-unknown", "8:20 handler-missing"]);
  assert.match(problems[0]?.hint ?? "", /other properties are left out/);
  assert.match(problems[1]?.message ?? "", /its value is not known/);
});

test("leaves out a variable whose value can't be worked out, as the hint says", () => {
  const { fn, problems } = read(
    "Handler: a.b",
    "Environment:",
    "  Variables:",
    "    CHOSEN: !Select [9, [a]]",
    "    CODED: !Base64 [a]",
    "    INCLUDED: !Transform { Name: AWS::Include }",
    '    EMPTY: ""',
    "    NAMED: !Ref Nope",
  );
  assert.deepEqual(fn.environment, { EMPTY: "", NAMED: "Nope" });
  assert.ok(problems.slice(0, 3).every(({ hint }) => hint.includes("until then")));
});
