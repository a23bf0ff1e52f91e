import { Document, isMap, isScalar, isSeq, Scalar, visit, type Node, type YAMLMap } from "yaml";
import type { TemplateMap } from "./template-value.ts";

/** Entries of a map as YAML in block style, each line indented, with `!Ref` and the like; ends with a line break. */
export function blockText(entries: TemplateMap, style: { indentation: string; isDense: boolean }): string {
  return Object.entries(entries)
    .map(([key, value]) =>
      yamlOf({ [key]: value })
        .trimEnd()
        .split("\n")
        .map((line) => `${style.indentation}${line}\n`)
        .join(""),
    )
    .join(style.isDense ? "" : "\n");
}

function yamlOf(value: TemplateMap): string {
  const document = new Document(value, { version: "1.1" });
  visit(document, {
    Map: (_, map) => shortForm(map),
    Seq: (_, list) => {
      list.flow = list.items.every((item) => isScalar(item));
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** `!Ref Orders` for `{ Ref: Orders }`, `!GetAtt Orders.Arn` for `{ "Fn::GetAtt": [Orders, Arn] }`. */
function shortForm(map: YAMLMap): Node | undefined {
  const [pair, ...others] = map.items;
  if (pair === undefined || others.length > 0 || !isScalar(pair.key)) return undefined;
  const name = String(pair.key.value);
  if (name !== "Ref" && !name.startsWith("Fn::")) return undefined;
  const argument = pair.value;
  const text = isSeq(argument) ? argument.items.map(String).join(".") : isMap(argument) ? undefined : String(argument);
  if (text === undefined) return undefined;
  const scalar = new Scalar(text);
  scalar.tag = `!${name.replace("Fn::", "")}`;
  return scalar;
}
