import type { LambdaFunction } from "../../runner/model/function.ts";
import { startOfFile } from "../../runner/model/problem.ts";

/** A Node.js function named `hello`, different in what the test cares about. */
export function lambdaFunction(changes: Partial<LambdaFunction> = {}): LambdaFunction {
  return {
    name: "hello",
    logicalId: "Hello",
    template: "/work/template.yaml",
    range: startOfFile,
    packageType: "Zip",
    runtime: "nodejs24.x",
    handler: "index.handler",
    architecture: "x86_64",
    memoryMb: 128,
    timeoutS: 3,
    ephemeralStorageMb: 512,
    code: { kind: "folder", path: "/work/hello" },
    imageConfig: undefined,
    layers: [],
    environment: {},
    reservedConcurrency: undefined,
    provisionedConcurrency: undefined,
    triggers: [],
    build: { method: undefined, properties: {} },
    logging: { format: "Text", applicationLevel: undefined, systemLevel: undefined, logGroup: "/aws/lambda/hello" },
    description: "",
    role: "arn:aws:iam::123456789012:role/hello",
    problems: [],
    ...changes,
  };
}
