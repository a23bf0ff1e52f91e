import type { LambdaFunction } from "../model/function.ts";

type Variables = Readonly<Record<string, string>>;

/** Whether a function's variables have something of its own loaded by every program, a shell at a gate among them. */
export function loadsIntoEveryProgram({ environment }: LambdaFunction): boolean {
  return ["LD_PRELOAD", "LD_AUDIT", "DYLD_INSERT_LIBRARIES"].some((name) => environment[name] !== undefined);
}

/** Whether variables have an interpreter run or read something of the function's as it boots. */
export function actsAtBoot(variables: Variables): boolean {
  if (bootOption.test(variables["NODE_OPTIONS"] ?? "")) return true;
  return bootVariables.some((name) => variables[name] !== undefined);
}

/** Of Node.js, which takes `_` for `-`. Source: Node.js documentation, "Command-line API". */
const bootOption =
  /(^|[\s"])(-r|--(require|import|(experimental[-_])?loader|experimental[-_](default[-_])?config[-_]file))\b/;

const bootVariables = [
  "NODE_EXTRA_CA_CERTS",
  "NODE_ICU_DATA",
  "OPENSSL_CONF",
  "PYTHONHOME",
  "PYTHONINSPECT",
  "PYTHONPATH",
  "PYTHONSTARTUP",
  "PYTHONUSERBASE",
  // Names classes by their modules, which are imported.
  "PYTHONWARNINGS",
];
