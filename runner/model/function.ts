import type { Problem, Range } from "./problem.ts";
import type { Trigger } from "./trigger.ts";

export type Architecture = "x86_64" | "arm64";

/** Where a function's code or a layer's content comes from. Paths are absolute. */
export type CodeSource =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "zip"; readonly path: string }
  /** CloudFormation's `ZipFile`: one file named `fileName` with this text. */
  | { readonly kind: "inline"; readonly text: string; readonly fileName: string }
  | {
      readonly kind: "dockerfile";
      readonly context: string;
      /** Relative to `context`. */
      readonly dockerfile: string;
      readonly buildArgs: Readonly<Record<string, string>>;
      readonly target: string | undefined;
      readonly tag: string | undefined;
    }
  | { readonly kind: "image"; readonly uri: string }
  /**
   * In S3, another account or not stated: nothing on this machine to run. `reason` is a sentence; `path` is where it
   * would be on this machine.
   */
  | { readonly kind: "elsewhere"; readonly reason: string; readonly path?: string };

/** Absolute path of the folder that code, or an image, is made from; undefined where that is none of this machine. */
export function sourceFolder(code: CodeSource): string | undefined {
  if (code.kind === "folder") return code.path;
  return code.kind === "dockerfile" ? code.context : undefined;
}

export interface Layer {
  readonly name: string;
  readonly content: CodeSource;
}

/** `ImageConfig`: what replaces the image's own ENTRYPOINT, CMD and WORKDIR. */
export interface ImageConfig {
  readonly entryPoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly workingDirectory: string | undefined;
}

/** `Metadata.BuildMethod` and its properties, as written (`BuildProperties` resolved). */
export interface BuildMetadata {
  /** `esbuild`, `makefile`, `go1.x`, `rust-cargolambda`, …; undefined when the template names none. */
  readonly method: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface LoggingConfig {
  readonly format: "Text" | "JSON";
  readonly applicationLevel: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL" | undefined;
  readonly systemLevel: "DEBUG" | "INFO" | "WARN" | undefined;
  /** `/aws/lambda/<name>` unless the template says otherwise. */
  readonly logGroup: string;
}

/** A Lambda function as a template describes it, every intrinsic resolved. */
export interface LambdaFunction {
  /** Physical name: `FunctionName`, else the logical id. Unique in a project. */
  readonly name: string;
  readonly logicalId: string;
  /** Absolute path of the template, and where in it the resource stands. */
  readonly template: string;
  readonly range: Range;
  readonly packageType: "Zip" | "Image";
  /** Undefined for image functions. */
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  readonly architecture: Architecture;
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** Size of `/tmp`. */
  readonly ephemeralStorageMb: number;
  readonly code: CodeSource;
  readonly imageConfig: ImageConfig | undefined;
  readonly layers: readonly Layer[];
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency: number | undefined;
  /** Environments that AWS keeps ready of its newest version, as SAM's `ProvisionedConcurrencyConfig` says. */
  readonly provisionedConcurrency: number | undefined;
  readonly triggers: readonly Trigger[];
  readonly build: BuildMetadata;
  readonly logging: LoggingConfig;
  readonly description: string;
  /** Role ARN as resolved, or a made-up one. */
  readonly role: string;
  /** Of this function alone. */
  readonly problems: readonly Problem[];
}

/** What a workspace's templates hold together. */
export interface Project {
  /** Absolute path of the workspace folder. */
  readonly root: string;
  readonly templates: readonly string[];
  readonly functions: readonly LambdaFunction[];
  /** Of templates, and of functions (again), in file order. */
  readonly problems: readonly Problem[];
  readonly region: string;
  readonly accountId: string;
}

/** `arn:aws:lambda:us-east-1:123456789012:function:name`, with no qualifier. */
export function functionArn(project: Pick<Project, "region" | "accountId">, name: string): string {
  return `arn:aws:lambda:${project.region}:${project.accountId}:function:${name}`;
}
