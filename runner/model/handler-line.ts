/**
 * The zero-based line on which a source file defines a function, found by reading its text; undefined when nothing in it
 * looks like it. A handler that is made by a call, or passed on from another file, is found where it gets its name.
 */
export function handlerLine(file: string, text: string, functionName: string): number | undefined {
  const lines = text.split("\n");
  for (const pattern of patternsOf(/\.\w+$/.exec(file)?.[0], text, functionName)) {
    const line = lines.findIndex((each) => pattern.test(each));
    if (line >= 0) return line;
  }
  return undefined;
}

/** The best first. */
function patternsOf(extension: string | undefined, text: string, functionName: string): RegExp[] {
  const name = functionName.replace(/\W/g, "\\$&");
  switch (extension) {
    case ".py":
      return [new RegExp(`^\\s*(?:async\\s+)?def\\s+${name}\\b`), new RegExp(`^${name}\\s*(?::[^=]*)?=(?!=)`)];
    case ".rb":
      return [new RegExp(`^\\s*def\\s+(?:self\\.)?${name}(?![\\w?!])`)];
    case ".go":
      return namedOrMain(/\blambda\.Start\w*\(\s*(?:ctx\s*,\s*)?(\w+)\s*[,)]/, "^func\\s+", text);
    case ".rs":
      return namedOrMain(/\bservice_fn\(\s*(\w+)\s*\)/, "^\\s*(?:pub(?:\\([^)]*\\))?\\s+)?(?:async\\s+)?fn\\s+", text);
    case ".java":
    case ".kt":
    case ".cs":
      // A declaration has a word before the name, and a call has none, or `return`.
      return [new RegExp(`^(?!\\s*(?:return|await|//|\\*)).*[\\w>\\])?]\\s+${name}\\s*(?:<[^>]*>\\s*)?\\(`)];
    default:
      return [
        new RegExp(
          `^\\s*(?:export\\s+)?(?:default\\s+)?(?:async\\s+)?(?:function\\s*\\*?|const|let|var|class)\\s+${name}(?![\\w$])`,
        ),
        new RegExp(`\\bexports\\.${name}\\s*=(?!=)`),
        new RegExp(`\\bexport\\s*\\{.*(?<![\\w$])${name}(?![\\w$])`),
        ...(name === "default" ? [/^\s*export\s+default\b/] : []),
      ];
  }
}

/** Programs tell the runtime's library which function it is; where that can't be read, they start in `main`. */
function namedOrMain(start: RegExp, declaration: string, text: string): RegExp[] {
  const name = start.exec(text)?.[1];
  return [...(name === undefined ? [] : [name]), "main"].map((each) => new RegExp(`${declaration}${each}\\b`));
}
