import { intrinsicOf } from "../template/intrinsics.ts";
import { placeholders } from "../template/substitute.ts";
import { textOf, type TemplateNode } from "../template/template-node.ts";

/** The names of parameters and resources that a value refers to, in the order of the text. */
export function referencesIn(node: TemplateNode | undefined): readonly string[] {
  if (node === undefined || node.kind === "scalar") return [];
  if (node.kind === "list") return node.items.flatMap(referencesIn);
  const call = intrinsicOf(node);
  const argument = call?.argument;
  const [first] = argument?.kind === "list" ? argument.items : [argument];
  const text = textOf(first) ?? "";
  switch (call?.name) {
    case "Ref":
    case "Fn::GetAtt":
      return [withoutAttribute(text)];
    case "Fn::Sub": {
      const named = [...text.matchAll(placeholders)].map(([, inner = ""]) => withoutAttribute(inner.trim()));
      return [...named, ...(argument?.kind === "list" ? argument.items.slice(1).flatMap(referencesIn) : [])];
    }
    default:
      return [...node.entries.values()].flatMap(({ value }) => referencesIn(value));
  }
}

function withoutAttribute(name: string): string {
  return name.split(".", 1)[0] ?? name;
}
