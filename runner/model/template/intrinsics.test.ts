import assert from "node:assert/strict";
import { test } from "node:test";
import { inShort, outputsOf, stackFrom } from "./stack-for-tests.ts";

const head = `
Parameters:
  Stage: { Type: String, Default: dev }
  Names: { Type: CommaDelimitedList, Default: "a, b,c" }
Mappings:
  Stages: { dev: { Level: debug, List: [1, 2] } }
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "jobs-\${Stage}" } }
  Table: { Type: AWS::DynamoDB::Table }
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: worker } }
Outputs:
  X: `;

const cases: readonly (readonly [written: string, expected: unknown])[] = [
  ["!Ref Stage", "dev"],
  ["!Ref Names", ["a", "b", "c"]],
  ["!Ref AWS::Region", "us-east-1"],
  ["!Ref AWS::AccountId", "123456789012"],
  ["!Ref AWS::Partition", "aws"],
  ["!Ref AWS::URLSuffix", "amazonaws.com"],
  ["!Ref AWS::StackName", "local"],
  [
    "!Ref AWS::StackId",
    "arn:aws:cloudformation:us-east-1:123456789012:stack/local/51af3dc0-da77-11e4-872e-1234567db123",
  ],
  ["!Ref AWS::NoValue", undefined],
  ["{ a: !Ref AWS::NoValue, b: [1, !Ref AWS::NoValue] }", { b: [1] }],
  ["!Ref Table", "Table"],
  ["!Ref Fn", "worker"],
  ["!Ref Queue", "https://sqs.us-east-1.amazonaws.com/123456789012/jobs-dev"],
  ["!GetAtt Queue.Arn", "arn:aws:sqs:us-east-1:123456789012:jobs-dev"],
  ["!GetAtt [Queue, QueueName]", "jobs-dev"],
  ['{ "Fn::GetAtt": "Fn.Arn" }', "arn:aws:lambda:us-east-1:123456789012:function:worker"],
  ["!GetAtt Table.StreamArn", "arn:aws:dynamodb:us-east-1:123456789012:table/Table/stream/2024-01-01T00:00:00.000"],
  ['!Sub "${Stage}/${AWS::Region}/${Queue.QueueName}/${!Kept}"', "dev/us-east-1/jobs-dev/${Kept}"],
  ['!Sub ["${A}-${Stage}", { A: !Ref Table }]', "Table-dev"],
  ['!Sub "${Names}"', "a,b,c"],
  ['!Join ["-", [a, !Ref Stage, 012]]', "a-dev-012"],
  ['!Join [",", !Ref Names]', "a,b,c"],
  ['!Split ["-", "a-b"]', ["a", "b"]],
  ["!Select [1, !Ref Names]", "b"],
  ['!Select ["0", [x, y]]', "x"],
  ["!FindInMap [Stages, !Ref Stage, Level]", "debug"],
  ["!FindInMap [Stages, dev, List]", [1, 2]],
  ["!FindInMap [Stages, prod, Level, { DefaultValue: none }]", "none"],
  ["!If [IsDev, yes, no]", "yes"],
  ["!If [IsDev, !Ref AWS::NoValue, no]", undefined],
  ["!Base64 hello", "aGVsbG8="],
  ['{ "Fn::Base64": { "Fn::Sub": "${Stage}" } }', "ZGV2"],
  ["!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]],
  ["!GetAZs eu-west-1", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
  ['!GetAZs ""', ["us-east-1a", "us-east-1b", "us-east-1c"]],
  ["!Length [1, 2, 3]", 3],
  ["!ToJsonString { a: [!Ref Stage] }", '{"a":["dev"]}'],
];

for (const [written, expected] of cases) {
  test(`${written} gives ${expected === undefined ? "no value" : JSON.stringify(expected)}`, () => {
    const stack = stackFrom(head + written);
    assert.deepEqual(outputsOf(stack)["X"], expected);
    assert.deepEqual(stack.problems, []);
  });
}

const wrong: readonly (readonly [written: string, code: string])[] = [
  ["!Ref Nobody", "reference-unknown"],
  ["!GetAtt Nobody.Arn", "reference-unknown"],
  ['!Sub "${Nobody}"', "reference-unknown"],
  ["!Sub { a: 1 }", "intrinsic-invalid"],
  ["!Join [a]", "intrinsic-invalid"],
  ["!Split [a]", "intrinsic-invalid"],
  ["!Select [9, [a]]", "intrinsic-invalid"],
  ["!If [IsDev, a]", "intrinsic-invalid"],
  ["!If [Nowhere, a, b]", "condition-unknown"],
  ["!FindInMap [Stages, prod, Level]", "mapping-unknown"],
  ["!FindInMap [Stages, __proto__, constructor]", "mapping-unknown"],
  ["!Cidr [nonsense, 2, 8]", "intrinsic-invalid"],
  ["!Transform { Name: AWS::Include }", "intrinsic-unsupported"],
  ['{ "Fn::Nonsense": 1 }', "intrinsic-unsupported"],
];

for (const [written, code] of wrong) {
  test(`${written} is reported as ${code}, where it stands`, () => {
    const stack = stackFrom(head + written);
    outputsOf(stack);
    assert.equal(stack.problems.length, 1);
    assert.match(stack.problems.map(inShort)[0] ?? "", new RegExp(`^13:\\d+ ${code}$`));
  });
}

const unknown: readonly (readonly [written: string, standIn: string])[] = [
  ["!ImportValue shared-name", "shared-name"],
  ["!GetAtt Table.Endpoint.Address", "Table.Endpoint.Address"],
  ['!Sub "${Table.Endpoint}/x"', "Table.Endpoint/x"],
  ["!Ref Stored", "/stage"],
];

for (const [written, standIn] of unknown) {
  test(`${written} is known on AWS only, which is reported: ${standIn} stands in for it`, () => {
    const stored = 'Parameters:\n  Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /stage }';
    const stack = stackFrom(head.replace("Parameters:", stored) + written);
    assert.equal(outputsOf(stack)["X"], standIn);
    assert.match(stack.problems.map(inShort).join(), /^14:\d+ value-unknown$/);
  });
}

test("reads the long forms of JSON as the short tags of YAML", () => {
  const stack = stackFrom(
    '{ "Parameters": { "P": { "Type": "String", "Default": "v" } },\n\t"Outputs": { "X": { "Fn::Join": ["/", [{ "Ref": "P" }, { "Fn::Sub": "${P}" }]] } } }',
  );
  assert.equal(outputsOf(stack)["X"], "v/v");
});

test("uses the value given for a parameter instead of its default", () => {
  assert.equal(outputsOf(stackFrom(`${head}!Sub "\${Stage}"`, { Stage: "prod" }))["X"], "prod");
});

test("takes SAM's generated resources for known", () => {
  const stack = stackFrom(
    "Resources:\n  Fn: { Type: AWS::Serverless::Function }\nOutputs:\n  A: !GetAtt FnRole.Arn\n  B: !Ref ServerlessRestApi\n",
  );
  assert.deepEqual(outputsOf(stack), { A: "arn:aws:iam::123456789012:role/FnRole", B: "ServerlessRestApi" });
  assert.deepEqual(stack.problems.map(inShort), []);
});
