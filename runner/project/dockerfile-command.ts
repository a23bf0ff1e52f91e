/** What a Dockerfile says about where the code of its function is. */
export interface DockerfileCommand {
  /** First word of the last `CMD`: the handler, in AWS's base images. */
  readonly handler: string | undefined;
  /** What is copied into the image, as written: paths relative to the build context. */
  readonly copied: readonly string[];
}

/** Reads `CMD` and `COPY` of a Dockerfile; those of an earlier stage count where the last one has none. */
export function dockerfileCommand(text: string): DockerfileCommand {
  let handler: string | undefined;
  const copied: string[] = [];
  const lines = text.replace(/\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*/g, " ").split(/\r?\n/);
  for (const line of lines) {
    const [, instruction = "", rest = ""] = /^\s*(CMD|COPY|ADD)\s+(.*)$/i.exec(line) ?? [];
    if (/^cmd$/i.test(instruction)) handler = wordsOf(rest)[0];
    // With `--from`, it comes from another image.
    else if (instruction !== "" && !/(^|\s)--from=/.test(rest)) {
      copied.push(...wordsOf(rest.replace(/--\S+\s+/g, "")).slice(0, -1));
    }
  }
  return { handler, copied };
}

/** Of the exec form, which is JSON, or of the shell form. */
function wordsOf(text: string): string[] {
  if (text.trimStart().startsWith("[")) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) return parsed.map(String);
    } catch {
      // The shell form, as Docker takes it then.
    }
  }
  return text.trim().split(/\s+/).filter(Boolean);
}
