import { functionArn, type CodeSource, type LambdaFunction, type Project } from "../model/function.ts";

/** `FunctionConfiguration` of Lambda's API. Size and hash of the code are left out: nothing here computes them. */
export function functionConfiguration(project: Project, fn: LambdaFunction): Record<string, unknown> {
  const image = fn.imageConfig;
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(project, fn.name),
    ...(fn.runtime === undefined ? {} : { Runtime: fn.runtime }),
    Role: fn.role,
    ...(fn.handler === undefined ? {} : { Handler: fn.handler }),
    Description: fn.description,
    Timeout: fn.timeoutS,
    MemorySize: fn.memoryMb,
    Version: "$LATEST",
    Environment: { Variables: fn.environment },
    TracingConfig: { Mode: "PassThrough" },
    Layers: fn.layers.map((layer) => ({
      Arn: `arn:aws:lambda:${project.region}:${project.accountId}:layer:${layer.name}:1`,
    })),
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: fn.packageType,
    ...(image
      ? {
          ImageConfigResponse: {
            ImageConfig: {
              EntryPoint: image.entryPoint,
              Command: image.command,
              WorkingDirectory: image.workingDirectory,
            },
          },
        }
      : {}),
    Architectures: [fn.architecture],
    EphemeralStorage: { Size: fn.ephemeralStorageMb },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: {
      LogFormat: fn.logging.format,
      ApplicationLogLevel: fn.logging.applicationLevel,
      SystemLogLevel: fn.logging.systemLevel,
      LogGroup: fn.logging.logGroup,
    },
  };
}

/** `GetFunction`'s answer. */
export function functionDescription(project: Project, fn: LambdaFunction): Record<string, unknown> {
  return {
    Configuration: functionConfiguration(project, fn),
    Code: codeLocation(fn.code),
    Tags: {},
    ...(fn.reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
  };
}

function codeLocation(code: CodeSource): Record<string, unknown> {
  switch (code.kind) {
    case "folder":
    case "zip":
      return { RepositoryType: "File", Location: code.path };
    case "image":
      return { RepositoryType: "ECR", ImageUri: code.uri };
    case "dockerfile":
      return { RepositoryType: "File", Location: code.context };
    case "inline":
    case "elsewhere":
      return {};
  }
}
