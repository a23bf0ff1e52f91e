import type { KnownFunction } from "../../extension/language-server/protocol.ts";
import type { Run } from "../../runner/model/estimate/run.ts";

export const functionCount = 500;

export const functionIds = Array.from({ length: functionCount }, (_, index) => `Orders${index}Function`);

/** As large as CloudFormation lets a template be, which has 500 resources: each function with an API, a policy and variables. */
function template() {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Parameters: { Stage: { Type: "String", Default: "dev" } },
    Globals: { Function: { Runtime: "nodejs24.x", Timeout: 10, Tracing: "Active" } },
    Resources: Object.fromEntries(functionIds.map((id, index) => [id, functionOf(index)])),
    Outputs: { Stage: { Value: { Ref: "Stage" } } },
  };
}

function functionOf(index: number): unknown {
  return {
    Type: "AWS::Serverless::Function",
    Properties: {
      CodeUri: `functions/orders-${index}`,
      Handler: "app.handler",
      MemorySize: 512,
      Architectures: ["arm64"],
      Environment: { Variables: { TABLE: { "Fn::Sub": `\${Stage}-orders-${index}` }, LOG_LEVEL: "info" } },
      Policies: [
        {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
              Resource: { "Fn::Sub": `arn:aws:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/orders-${index}` },
            },
          ],
        },
      ],
      Events: { Get: { Type: "HttpApi", Properties: { Method: "get", Path: `/orders/${index}` } } },
    },
  };
}

export function jsonTemplate(): string {
  return `${JSON.stringify(template(), undefined, 2)}\n`;
}

export function yamlTemplate(): string {
  return `${blockOf(template(), "").trimStart()}\n`;
}

/** Block style, as people write it, without a writer that might know better. */
function blockOf(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    return value.map((item) => `\n${indent}- ${blockOf(item, `${indent}  `).trimStart()}`).join("");
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => {
      const isNested = typeof each === "object" && each !== null;
      return `\n${indent}${key}:${isNested ? "" : " "}${blockOf(each, `${indent}  `)}`;
    });
    return entries.join("");
  }
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** What a client that has the project loaded tells of a function. */
export function knownFunction(id: string, file: string): KnownFunction {
  return {
    name: id,
    logicalId: id,
    template: file,
    runtime: "nodejs24.x",
    handlerFile: null,
    handlerFunction: null,
    packageType: "Zip",
    architecture: "arm64",
    memoryMb: 512,
    timeoutS: 10,
    ephemeralStorageMb: 512,
  };
}

/** As many of each function as 500 functions' share is of the runs that a window remembers at first. */
export const knownRuns: readonly Run[] = Array.from({ length: 10 }, (_, index) => ({
  startedAt: Date.UTC(2026, 0, 1) + index * 1000,
  build: "b1",
  engine: "process",
  status: "success",
  isDebugged: false,
  report: {
    initMs: index % 5 === 0 ? 180 + index : undefined,
    initCpuMs: undefined,
    durationMs: 20 + (index % 17),
    billedMs: 20 + (index % 17),
    memoryMb: 512,
    maxMemoryUsedMb: 84,
    cpuMs: 5,
  },
}));
