import type { CollectionTag, ScalarTag } from "yaml";

/** CloudFormation's short tags and the long forms they stand for. */
const longForms: Readonly<Record<string, string>> = {
  "!Ref": "Ref",
  "!Condition": "Condition",
  "!And": "Fn::And",
  "!Base64": "Fn::Base64",
  "!Cidr": "Fn::Cidr",
  "!Equals": "Fn::Equals",
  "!FindInMap": "Fn::FindInMap",
  "!GetAZs": "Fn::GetAZs",
  "!GetAtt": "Fn::GetAtt",
  "!If": "Fn::If",
  "!ImportValue": "Fn::ImportValue",
  "!Join": "Fn::Join",
  "!Length": "Fn::Length",
  "!Not": "Fn::Not",
  "!Or": "Fn::Or",
  "!Select": "Fn::Select",
  "!Split": "Fn::Split",
  "!Sub": "Fn::Sub",
  "!ToJsonString": "Fn::ToJsonString",
  "!Transform": "Fn::Transform",
};

/** `Fn::Sub` for `!Sub`; undefined for tags that are not CloudFormation's. */
export function longFormOf(tag: string | undefined): string | undefined {
  return tag !== undefined && Object.hasOwn(longForms, tag) ? longForms[tag] : undefined;
}

/** Makes the YAML parser accept the short tags on scalars, lists and maps, leaving the nodes as they are. */
export const cloudFormationTags: (ScalarTag | CollectionTag)[] = Object.keys(longForms).flatMap((tag) => [
  { tag, resolve: (text: string) => text },
  { tag, collection: "seq" as const },
  { tag, collection: "map" as const },
]);
