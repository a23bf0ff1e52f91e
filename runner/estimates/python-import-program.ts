import type { LambdaFunction } from "../model/function.ts";
import type { ImportProgram } from "./node-import-program.ts";

/**
 * A program that does the imports of a handler's file one after the other, as they stand on its top level, those in a `try`
 * or a condition that holds at run time included. Nothing else of the file is run.
 *
 * @param file absolute path, in `codeFolder`
 * @param fn whose handler names the file's module
 */
export function pythonImports(file: string, codeFolder: string, { handler = "" }: LambdaFunction): ImportProgram {
  const name = handler.slice(0, Math.max(0, handler.lastIndexOf("."))).replaceAll("/", ".");
  return { arguments: ["-c", program, file, name, codeFolder], cwd: codeFolder };
}

/**
 * Python 3.8 and later. Writes a JSON array of module and milliseconds for each import that succeeds, a line each. AWS's
 * runtime has loaded what comes before the first of them.
 */
const program = `
import ast, http.client, importlib, json, logging, os, re, sys, time, traceback

file, name, folder = sys.argv[1:]
sys.argv = [""]
sys.path[0] = folder
with open(file, "rb") as source:
    tree = ast.parse(source.read())
package = name if os.path.basename(file) == "__init__.py" else name.rpartition(".")[0]
scope = {"__name__": name, "__package__": package}
if package:
    importlib.import_module(package)


def is_for_types(test):
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def imports(body):
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif isinstance(node, ast.Try):
            yield from imports(node.body)
        elif isinstance(node, ast.If) and is_for_types(node.test):
            yield from imports(node.orelse)


def steps(node):
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, (), 0
    else:
        names = [alias.name for alias in node.names]
        yield node.module or "", names, node.level


for node in imports(tree.body):
    for module, names, level in steps(node):
        start = time.perf_counter()
        try:
            __import__(module, scope, scope, names, level)
        except BaseException:
            continue
        ms = (time.perf_counter() - start) * 1000
        os.write(3, (json.dumps(["." * level + module, ms]) + "\\n").encode())
os._exit(0)
`;
