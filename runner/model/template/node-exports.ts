/**
 * Whether a JavaScript or TypeScript file, read as text, may export a name. False only when nothing in it could: no
 * export of that name and none that can't be followed by reading (`export *`, `module.exports = something`).
 */
export function mayExport(source: string, name: string): boolean {
  const text = withoutComments(source);
  if (opaque.some((pattern) => pattern.test(text))) return true;
  if (name === "default" && /\bexport\s+default\b/.test(text)) return true;
  const word = `${name.replace(/\W/g, "\\$&")}(?![\\w$])`;
  const patterns = [
    `\\bexport\\s+(?:declare\\s+)?(?:async\\s+)?(?:function\\s*\\*?|const|let|var|class|enum|namespace|import)\\s*${word}`,
    // Later names of one declaration, and destructuring.
    `\\bexport\\s+(?:const|let|var)\\b[^;=]{0,2000}[,{[:]\\s*${word}`,
    `\\bexport\\s+(?:const|let|var)\\b[^;]{0,2000},\\s*${word}\\s*=`,
    `\\bexport\\s*(?:type\\s*)?\\{[^}]*\\bas\\s+["']?${word}`,
    `\\bexport\\s*\\{(?:[^}]*,)?\\s*${word}\\s*(?:,|\\})`,
    `\\bexports\\s*(?:\\?\\.|\\.)\\s*${word}`,
    `\\bexports\\s*\\[\\s*["'\`]${word}`,
    `\\bdefineProperty\\(\\s*(?:module\\.)?exports\\s*,\\s*["'\`]${word}`,
    `\\bmodule\\.exports\\s*=\\s*\\{[^]*(?<![\\w$.])["']?${word}`,
  ];
  return patterns.some((pattern) => new RegExp(pattern).test(text));
}

const opaque: readonly RegExp[] = [
  /\bexport\s*\*\s*from\b/,
  /\bexport\s*=/,
  /\bmodule\.exports\s*=(?!=)\s*[^\s{]/,
  /\bmodule\.exports\s*=\s*\{[^]*\.\.\./,
  /\b(?:exports|module)\s*\[\s*[^"'`\s]/,
  /\b(?:__exportStar|__export|__reExport|_export_star|_export)\s*\(/,
  /\bObject\.(?:assign|defineProperties)\(\s*(?:module\.)?exports\b/,
  /\b(?:const|let|var)\s+\w+\s*=\s*(?:module\.)?exports\b/,
  /=\s*(?:module\.)?exports\s*[;,)\n]/,
  /\(\s*(?:this|(?:module\.)?exports)\s*[,)]/,
];

/** Comments can hold old exports. Strings are stepped over, since they can hold what looks like a comment. */
function withoutComments(source: string): string {
  return source.replace(stringsAndComments, (_match, text: string | undefined) => text ?? " ");
}

const stringsAndComments = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[^]*?\*\/|\/\/[^\n]*/g;
