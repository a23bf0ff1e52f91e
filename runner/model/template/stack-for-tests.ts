import { startOfFile, type Problem } from "../problem.ts";
import { Stack } from "./stack.ts";
import { parseTemplate } from "./template.ts";
import { childOf, entriesOf, plainValue, textNode } from "./template-node.ts";

/** A stack of a template given as text, in us-east-1, with values for its parameters. */
export function stackFrom(text: string, parameters: Readonly<Record<string, string>> = {}): Stack {
  return new Stack(parseTemplate(text, "/work/template.yaml"), {
    pseudo: { region: "us-east-1", accountId: "123456789012", stackName: "local" },
    path: [],
    parameter: (name) => (parameters[name] === undefined ? undefined : textNode(parameters[name], startOfFile)),
  });
}

/** The outputs of a stack as plain data: the shortest way to see what intrinsic functions give. */
export function outputsOf(stack: Stack): Record<string, unknown> {
  return Object.fromEntries(
    entriesOf(childOf(stack.template.root, "Outputs")).map(([name, { value }]) => {
      const resolved = stack.resolve(value, stack.report);
      return [name, resolved && plainValue(resolved)];
    }),
  );
}

/** A problem in short: `line:column code`, zero-based. */
export function inShort({ range, code }: Problem): string {
  return `${range.start.line}:${range.start.character} ${code}`;
}
