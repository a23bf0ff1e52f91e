import { Diagnostic, DiagnosticSeverity, languages, Position, Range, Uri } from "vscode";
import type { Problem } from "../../runner/model/problem.ts";
import { Scope } from "../scope.ts";
import type { Workspaces } from "../workspace/workspaces.ts";

/** Shows what is wrong with templates, and what keeps functions from being built, where it is wrong. */
export function showProblems(workspaces: Workspaces): Scope {
  const scope = new Scope();
  const collection = scope.own(languages.createDiagnosticCollection("pilotlight"));
  let shown: readonly Problem[] | undefined;
  const update = (): void => {
    const problems = workspaces.all.flatMap(({ state }) => [
      ...state.problems,
      ...state.functions.flatMap(({ buildProblems }) => buildProblems),
    ]);
    // Each event of a runner leads here; what did not change is the same object.
    if (problems.length === shown?.length && problems.every((problem, index) => problem === shown?.[index])) return;
    shown = problems;
    const byFile = Map.groupBy(
      new Map(problems.map((each) => [JSON.stringify(each), each])).values(),
      ({ file }) => file,
    );
    collection.clear();
    for (const [file, ofFile] of byFile) collection.set(Uri.file(file), ofFile.map(diagnostic));
  };
  scope.own(workspaces.onDidChange(update));
  update();
  return scope;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

function diagnostic({ code, severity, message, hint, range, source }: Problem): Diagnostic {
  const { start, end } = range;
  const place = new Range(new Position(start.line, start.character), new Position(end.line, end.character));
  const made = new Diagnostic(place, hint === "" ? message : `${message} ${hint}`, severities[severity]);
  made.source = "Lambda";
  made.code = source === undefined ? code : { value: code, target: Uri.parse(source) };
  return made;
}
