import type { IntrinsicScope } from "./intrinsics.ts";
import type { Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import { textOf, type TemplateNode } from "./template-node.ts";

/** Every `${…}` of a `Fn::Sub` text. */
export const placeholders = /\$\{([^${}]*)\}/g;

/** Fills in the placeholders of `Fn::Sub`: its own variables first, then `Ref` and `GetAtt`; `${!x}` stands for `${x}`. */
export function substitute(
  template: string,
  variables: ReadonlyMap<string, TemplateNode>,
  range: Range,
  scope: IntrinsicScope,
  report: Report,
): string {
  return template.replace(placeholders, (_match, inner: string) => {
    if (inner.startsWith("!")) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    const variable = variables.get(name);
    if (variable !== undefined) return textOf(variable) ?? "";
    const dot = name.indexOf(".");
    const value =
      dot < 0
        ? scope.reference(name, range, report)
        : scope.attribute(name.slice(0, dot), name.slice(dot + 1), range, report);
    return value?.kind === "list" ? value.items.map((item) => textOf(item) ?? "").join(",") : (textOf(value) ?? "");
  });
}
