import type { BuildMetadata, LambdaFunction } from "../function.ts";
import type { Range } from "../problem.ts";
import type { ProblemDraft } from "./problem-collector.ts";
import type { Stack } from "./stack.ts";

/** Code as a template names it: paths are as written, relative to the template's folder. */
export type CodeReference =
  /** A folder or a zip file: which of them only the disk knows. */
  | { readonly kind: "path"; readonly path: string; readonly range: Range }
  | { readonly kind: "inline"; readonly text: string; readonly fileName: string; readonly range: Range }
  | {
      readonly kind: "dockerfile";
      readonly context: string;
      readonly dockerfile: string;
      readonly buildArgs: Readonly<Record<string, string>>;
      readonly target: string | undefined;
      readonly tag: string | undefined;
      readonly range: Range;
    }
  | { readonly kind: "image"; readonly uri: string; readonly range: Range }
  | { readonly kind: "elsewhere"; readonly reason: string; readonly range: Range };

export interface LayerReference {
  readonly name: string;
  readonly content: CodeReference;
  /** Absolute path of the template that declares the layer; its content's path is relative to this file. */
  readonly template: string;
}

/** A function as its template says it, before anything on the disk has been looked at. */
export interface FunctionDeclaration extends Omit<
  LambdaFunction,
  "name" | "template" | "code" | "layers" | "logging" | "problems"
> {
  readonly stack: Stack;
  /** `FunctionName`; undefined when the template leaves it to CloudFormation. */
  readonly statedName: string | undefined;
  readonly statedNameRange: Range;
  readonly code: CodeReference;
  readonly layers: readonly LayerReference[];
  readonly logging: Omit<LambdaFunction["logging"], "logGroup"> & { readonly logGroup: string | undefined };
  readonly build: BuildMetadata;
  readonly handlerRange: Range;
  /** What is unknown in each variable of the environment: a problem only where nothing overrides the variable. */
  readonly unknownVariables: ReadonlyMap<string, readonly ProblemDraft[]>;
}
