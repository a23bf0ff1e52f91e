import type { Range } from "../problem.ts";
import { childOf, entriesOf, textOf, type ScalarNode, type TemplateNode } from "../template/template-node.ts";
import { placeholders } from "../template/substitute.ts";
import type { CheckedFunction, CheckedTemplate } from "./checked-template.ts";
import { isNamedSecret, secretsIn } from "./find-secrets.ts";
import { isFunction } from "./function-triggers.ts";
import { visitLiterals } from "./literals.ts";
import { type FoundInTemplate, type TemplateRule } from "./template-rule.ts";

/** Secrets that stand in a template for everybody to read who can read the file, or the function's settings. */
export const secretsInTemplate: TemplateRule = (template) => {
  const inVariables = template.functions.flatMap((fn) => inVariablesOf(fn, template));
  // One for each value: functions that share it, with keys and without, have the same to do.
  const places = new Map(
    [...elsewhere(template), ...inVariables.toSorted(({ code }) => (code === "secret-in-template" ? -1 : 1))].map(
      (each) => [JSON.stringify(each.range), each],
    ),
  );
  return [...places.values()];
};

function inVariablesOf(fn: CheckedFunction, template: CheckedTemplate): readonly FoundInTemplate[] {
  const { logicalId } = fn;
  const found: FoundInTemplate[] = [];
  for (const [name, { value }] of entriesOf(fn.written("Environment", "Variables"))) {
    visitLiterals(value, name, (node, key) => {
      const shaped = byShape(node, template);
      if (shaped !== undefined) found.push({ ...shaped, logicalId, hint: variableHint });
      else if (isNamedSecret(key, node.text)) found.push(inVariable(key, node, fn));
    });
  }
  return found;
}

function inVariable(name: string, node: ScalarNode, fn: CheckedFunction): FoundInTemplate {
  const { logicalId } = fn;
  if (fn.written("KmsKeyArn") !== undefined || !fn.isComplete) {
    return { ...named(name, node), logicalId, hint: variableHint };
  }
  return {
    code: "environment-secret-unencrypted",
    message: `The variable ${name} of ${logicalId} holds a secret as plain text, and no key of yours encrypts the function's variables: everybody who may read the function's settings reads it.`,
    hint: `${variableHint} Where it has to be a variable, set KmsKeyArn.`,
    range: node.range,
    logicalId,
    source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
  };
}

/** Everything but the variables of functions. */
function elsewhere(template: CheckedTemplate): readonly FoundInTemplate[] {
  const { root, resources } = template.parsed;
  const found = entriesOf(childOf(root, "Parameters")).flatMap(([name, { value }]) =>
    inParameter(name, value, template),
  );
  const look = (node: TemplateNode, at: string): void => {
    visitLiterals(node, at, (literal, key) => {
      const isNamed =
        (!ids.has(key) && isNamedSecret(key, literal.text)) || (key === "SecretString" && holdsSecret(literal.text));
      const here = byShape(literal, template) ?? (isNamed ? named(key, literal) : undefined);
      if (here !== undefined) found.push(here);
    });
  };
  for (const section of ["Mappings", "Outputs"]) {
    const node = childOf(root, section);
    if (node !== undefined) look(node, section);
  }
  const sets = [
    ...entriesOf(childOf(root, "Globals")).map(([type, { value }]) => [value, type === "Function"] as const),
    ...[...resources.values()].map((resource) => [resource.properties, isFunction(resource)] as const),
  ];
  for (const [properties, isOfFunction] of sets) {
    for (const [key, { value }] of entriesOf(properties)) {
      if (!isOfFunction || key !== "Environment") look(value, key);
    }
  }
  return found;
}

/** Properties of AWS that are called like secrets, and name or number something. */
const ids: ReadonlySet<string> = new Set([
  "ClientRequestToken",
  "ClientToken",
  "EncryptionKey",
  "EventSourceToken",
  "ServiceToken",
]);

function inParameter(name: string, declaration: TemplateNode, template: CheckedTemplate): readonly FoundInTemplate[] {
  const value = childOf(declaration, "Default");
  if (value?.kind !== "scalar") return [];
  const shaped = byShape(value, template);
  if (shaped !== undefined) return [shaped];
  const isStored = textOf(childOf(declaration, "Type"))?.startsWith("AWS::SSM::Parameter::") === true;
  // The default of a NoEcho parameter is there to be replaced.
  const isHidden = textOf(childOf(declaration, "NoEcho"))?.toLowerCase() === "true";
  return isHidden || isStored || !isNamedSecret(name, value.text) ? [] : [named(name, value)];
}

/** A secret's JSON: `{"user": "admin", "password": "…"}`. */
function holdsSecret(text: string): boolean {
  return [...text.matchAll(/"(\w+)"\s*:\s*"([^"]*)"/g)].some(([, name = "", value = ""]) => isNamedSecret(name, value));
}

function byShape(node: ScalarNode, template: CheckedTemplate): FoundInTemplate | undefined {
  // The names in `${…}` are long and mixed, too.
  const [first] = secretsIn(node.text.replace(placeholders, (placeholder) => "$".repeat(placeholder.length)));
  if (first === undefined) return undefined;
  return {
    code: "secret-in-template",
    message: `This is ${first.what}: whoever reads the template, or its history, has it.`,
    hint,
    range: rangeWithin(node, node.text.slice(first.start, first.end), template),
    source,
  };
}

function named(name: string, node: ScalarNode): FoundInTemplate {
  return {
    code: "secret-in-template",
    message: `${name} holds a secret as plain text: whoever reads the template, or its history, has it.`,
    hint,
    range: node.range,
    source,
  };
}

/** The secret itself in a text of several lines, where it stands there as it is. */
function rangeWithin(node: ScalarNode, secret: string, { places }: CheckedTemplate): Range {
  if (node.range.start.line === node.range.end.line) return node.range;
  const firstLine = secret.split(/\s/, 1)[0] ?? secret;
  const at = firstLine === "" ? -1 : places.slice(node.range).indexOf(firstLine);
  if (at < 0) return node.range;
  const start = places.positionAt(places.offsetAt(node.range.start) + at);
  return { start, end: { line: start.line, character: start.character + firstLine.length } };
}

const hint =
  "Replace it where it is valid, keep the new one in Secrets Manager or Parameter Store, and refer to it with {{resolve:secretsmanager:…}} or a NoEcho parameter.";
const variableHint =
  "Replace it where it is valid, keep the new one in Secrets Manager or Parameter Store, and give the function its name to read it at run time.";
const source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html";
