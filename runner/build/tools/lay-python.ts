import type { LambdaFunction } from "../../model/function.ts";
import { copySources } from "./copy-sources.ts";
import { linkTree } from "./link-tree.ts";

/**
 * Whether AWS's runtime finds Python packages of a layer: not with a `PYTHONPATH` from elsewhere, and wrapper scripts
 * often set one.
 */
export function looksInLayers({ environment }: Pick<LambdaFunction, "environment">): boolean {
  return !("PYTHONPATH" in environment) && !("AWS_LAMBDA_EXEC_WRAPPER" in environment);
}

/**
 * Lays sources and packages into one folder, as `sam build` does.
 *
 * @throws Failure `cancelled`
 */
export async function layPython(
  codeFolder: string,
  packages: string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  await copySources(codeFolder, target, isNoSource, signal);
  await linkTree(packages, target, signal);
}

/** What SAM leaves out of a Python package. */
function isNoSource(name: string): boolean {
  return leftOut.has(name) || /\.(pyc|egg-info|egg)$/.test(name);
}

const leftOut: ReadonlySet<string> = new Set([
  ...[".aws-sam", ".chalice", ".git", ".gitignore", "__pycache__", ".Python"],
  ...["pip-log.txt", "pip-delete-this-directory.txt", "htmlcov", ".tox", ".nox", ".coverage", ".cache"],
  ...[".pytest_cache", ".python-version", ".mypy_cache", ".dmypy.json", ".pyre", ".env", ".venv", "venv", "venv.bak"],
  ...["env.bak", "ENV", "env", ".vscode", ".idea", "node_modules"],
]);
