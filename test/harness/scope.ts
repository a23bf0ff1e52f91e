import { after } from "node:test";

/** What ends some time and takes what was made for it along: a test's context is one. */
export interface Scope {
  after(dispose: () => unknown): void;
}

/** The scope of the suite, or file, whose body calls this: last made, first gone. */
export function suiteScope(): Scope {
  return innerScope({ after });
}

/** A scope that ends with `outer`, whatever order that has: last made, first gone. */
export function innerScope(outer: Scope): Scope {
  const disposers: (() => unknown)[] = [];
  outer.after(async () => {
    for (const dispose of disposers.reverse()) await dispose();
  });
  return { after: (dispose) => void disposers.push(dispose) };
}
