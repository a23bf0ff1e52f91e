import type { Range } from "../problem.ts";
import type { CheckedTemplate } from "./checked-template.ts";
import type { Edit, Fix } from "./finding.ts";
import type { RuleCode } from "./rules.ts";

/** What runs of a function, and its package, have shown. */
export interface FunctionFacts {
  /** The most memory that any of the runs took. */
  readonly peakMemoryMb?: number | undefined;
  /** How many runs the figures come from. */
  readonly runs: number;
  /** Code and layers, unpacked. */
  readonly unpackedBytes?: number | undefined;
  readonly durationP99Ms?: number | undefined;
}

export interface TemplateContext {
  /** The day that decides which runtimes lose support soon. */
  readonly today: Date;
  readonly facts: (logicalId: string) => FunctionFacts | undefined;
}

/** What a rule found; file and severity are those of the template and of the rule. */
export interface FoundInTemplate {
  readonly code: RuleCode;
  readonly message: string;
  readonly hint: string;
  readonly range: Range;
  readonly logicalId?: string;
  /** AWS's page that says so. */
  readonly source: string;
  readonly fixes?: readonly Fix[];
}

export type TemplateRule = (template: CheckedTemplate, context: TemplateContext) => readonly FoundInTemplate[];

/** One fix of one edit; none where the edit can't be made. */
export function fixes(title: string, edit: Edit | undefined, isPreferred = true): readonly Fix[] {
  return edit === undefined ? [] : [{ title, edits: [edit], isPreferred }];
}
