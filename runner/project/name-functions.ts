import type { FunctionDeclaration } from "../model/template/function-declaration.ts";
import { limits } from "../model/limits.ts";

/** A function with the name it has in the project. */
export interface NamedDeclaration {
  readonly name: string;
  readonly declaration: FunctionDeclaration;
}

/**
 * Gives every function a name of its own, in the order given. Who comes second to a `FunctionName` keeps its logical id;
 * who comes second to a logical id (in a nested stack or another template) gets the stacks' names in front, then a number.
 */
export function nameFunctions(declarations: readonly FunctionDeclaration[]): NamedDeclaration[] {
  const owners = new Map<string, FunctionDeclaration>();
  return declarations.map((declaration) => {
    const name = freeName(declaration, owners);
    const wanted = usableName(declaration) ?? declaration.logicalId;
    const owner = owners.get(wanted);
    owners.set(name, declaration);
    if (owner !== undefined) reportTaken(declaration, owner, wanted, name);
    return { name, declaration };
  });
}

function freeName(declaration: FunctionDeclaration, owners: ReadonlyMap<string, FunctionDeclaration>): string {
  const { logicalId, stack } = declaration;
  const path = [...stack.path, logicalId].join("-");
  const free = [usableName(declaration), logicalId, path].find((each) => each !== undefined && !owners.has(each));
  if (free !== undefined) return free;
  let number = 2;
  while (owners.has(`${path}-${number}`)) number++;
  return `${path}-${number}`;
}

/** `FunctionName`, when Lambda would take it. */
function usableName({ statedName, statedNameRange, stack, logicalId }: FunctionDeclaration): string | undefined {
  if (statedName === undefined) return undefined;
  const { max, source } = limits.functionNameCharacters;
  if (/^[a-zA-Z0-9-_]+$/.test(statedName) && statedName.length <= max) return statedName;
  stack.reportOf(logicalId)({
    code: "function-name-invalid",
    severity: "error",
    message: `"${statedName}" can't be the name of a function: Lambda wants 1 to ${max} letters, digits, hyphens and underscores.`,
    hint: `Change FunctionName; here the function is called ${logicalId}.`,
    range: statedNameRange,
    source,
  });
  return undefined;
}

function reportTaken(declaration: FunctionDeclaration, owner: FunctionDeclaration, wanted: string, name: string): void {
  const { stack, logicalId, statedName, statedNameRange, range } = declaration;
  stack.reportOf(logicalId)({
    code: "function-name-taken",
    severity: statedName === wanted ? "error" : "info",
    message: `Two functions are called ${wanted}: the other one is ${owner.logicalId} in ${owner.stack.template.file}. This one is called ${name} here.`,
    hint: "Give each function a FunctionName of its own.",
    range: statedName === wanted ? statedNameRange : range,
  });
}
