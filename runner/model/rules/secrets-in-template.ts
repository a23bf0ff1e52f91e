import type { Range } from "../problem.ts";
import { childOf, entriesOf, textOf, type ScalarNode, type TemplateNode } from "../template/template-node.ts";
import type { CheckedTemplate } from "./checked-template.ts";
import { isNamedSecret, isPlaceholder, secretsIn } from "./find-secrets.ts";
import { literalsIn, type Literal } from "./literals.ts";
import { type FoundInTemplate, type TemplateRule } from "./template-rule.ts";

/** Secrets that stand in a template for everybody to read who can read the file, or the function's settings. */
export const secretsInTemplate: TemplateRule = (template) => {
  const ofFunctions = template.functions.flatMap((fn) => {
    const literals = entriesOf(fn.written("Environment", "Variables")).flatMap(([name, { value }]) =>
      literalsIn(value, [name]),
    );
    const isEncrypted = fn.written("KmsKeyArn") !== undefined || !fn.isComplete;
    return literals.flatMap((literal) => inVariable(literal, fn.logicalId, isEncrypted, template));
  });
  // One for each value: functions that share it, with keys and without, have the same to do.
  const places = new Map(
    [...elsewhere(template), ...ofFunctions.toSorted(({ code }) => (code === "secret-in-template" ? -1 : 1))].map(
      (each) => [JSON.stringify(each.range), each],
    ),
  );
  return [...places.values()];
};

function inVariable(
  literal: Literal,
  logicalId: string,
  isEncrypted: boolean,
  template: CheckedTemplate,
): readonly FoundInTemplate[] {
  const shaped = byShape(literal.node, template);
  if (shaped.length > 0) return shaped.map((each) => ({ ...each, logicalId, hint: variableHint }));
  const { key, node } = literal;
  if (!isNamedSecret(key, node.text)) return [];
  if (isEncrypted) return [{ ...named(key, node), logicalId, hint: variableHint }];
  return [
    {
      code: "environment-secret-unencrypted",
      message: `The variable ${key} of ${logicalId} holds a secret as plain text, and no key of yours encrypts the function's variables: everybody who may read the function's settings reads it.`,
      hint: `${variableHint} Where it has to be a variable, set KmsKeyArn.`,
      range: node.range,
      logicalId,
      source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
    },
  ];
}

function elsewhere(template: CheckedTemplate): readonly FoundInTemplate[] {
  const { root } = template.parsed;
  const parameters = entriesOf(childOf(root, "Parameters")).flatMap(([name, { value }]) =>
    inParameter(name, value, template),
  );
  const sections = ["Mappings", "Globals", "Resources", "Outputs"].flatMap((section) => {
    const node = childOf(root, section);
    return node === undefined ? [] : literalsIn(node, [section]).flatMap((literal) => inSection(literal, template));
  });
  return [...parameters, ...sections];
}

function inParameter(name: string, declaration: TemplateNode, template: CheckedTemplate): readonly FoundInTemplate[] {
  const value = childOf(declaration, "Default");
  if (value?.kind !== "scalar") return [];
  const isStored = textOf(childOf(declaration, "Type"))?.startsWith("AWS::SSM::Parameter::") === true;
  // The default of a NoEcho parameter is there to be replaced.
  const isHidden = textOf(childOf(declaration, "NoEcho"))?.toLowerCase() === "true";
  const shaped = byShape(value, template);
  return shaped.length > 0 || isHidden || isStored || !isNamedSecret(name, value.text) ? shaped : [named(name, value)];
}

function inSection({ key, node, path }: Literal, template: CheckedTemplate): readonly FoundInTemplate[] {
  if (path.includes("Metadata") || path.includes("DependsOn")) return [];
  const isVariable = path.at(-2) === "Variables" && path.at(-3) === "Environment";
  // What functions' variables hold has been looked at, with the functions' keys.
  if (isVariable) return [];
  const shaped = byShape(node, template);
  if (shaped.length > 0) return shaped;
  const isSecretText = key === "SecretString" && namedWithin(node.text);
  return isSecretText || isNamedSecret(key, node.text) ? [named(key, node)] : [];
}

/** A secret's JSON: `{"user": "admin", "password": "…"}`. */
function namedWithin(text: string): boolean {
  return [...text.matchAll(/"(\w+)"\s*:\s*"([^"]*)"/g)].some(([, name = "", value = ""]) => isNamedSecret(name, value));
}

function byShape(node: ScalarNode, template: CheckedTemplate): readonly FoundInTemplate[] {
  const [first] = secretsIn(node.text.replace(/\$\{[^{}]*\}/g, (placeholder) => "$".repeat(placeholder.length)));
  if (first === undefined || isPlaceholder(node.text.slice(first.start, first.end))) return [];
  return [
    {
      code: "secret-in-template",
      message: `This is ${first.what}: whoever reads the template, or its history, has it.`,
      hint,
      range: rangeWithin(node, node.text.slice(first.start, first.end), template),
      source: referencesSource,
    },
  ];
}

function named(name: string, node: ScalarNode): FoundInTemplate {
  return {
    code: "secret-in-template",
    message: `${name} holds a secret as plain text: whoever reads the template, or its history, has it.`,
    hint,
    range: node.range,
    source: referencesSource,
  };
}

/** The secret itself in a longer text, where it stands there as it is. */
function rangeWithin(node: ScalarNode, secret: string, { places }: CheckedTemplate): Range {
  const firstLine = secret.split(/\s/, 1)[0] ?? secret;
  const at = firstLine === "" ? -1 : places.slice(node.range).indexOf(firstLine);
  if (at < 0 || node.range.start.line === node.range.end.line) return node.range;
  const start = places.positionAt(places.offsetAt(node.range.start) + at);
  return { start, end: { line: start.line, character: start.character + firstLine.length } };
}

const hint =
  "Replace it where it is valid, keep the new one in Secrets Manager or Parameter Store, and refer to it with {{resolve:secretsmanager:…}} or a NoEcho parameter.";
const variableHint =
  "Replace it where it is valid, keep the new one in Secrets Manager or Parameter Store, and give the function its name to read it at run time.";
const referencesSource = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html";
