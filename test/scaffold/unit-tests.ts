import type { LanguageId } from "../../extension/scaffold/languages.ts";
import type { PartName } from "../harness/parts.ts";

/** How the languages' unit tests are run here. */
export interface UnitTests {
  /** What their runner prints when at least one of them has run and passed. */
  readonly passed: RegExp;
  readonly parts: readonly PartName[];
}

export const unitTests: Readonly<Partial<Record<LanguageId, UnitTests>>> = {
  typescript: { passed: /pass [1-9]/, parts: ["scaffolded packages"] },
  javascript: { passed: /pass [1-9]/, parts: [] },
  python: { passed: /Ran [1-9]\d* tests?[^]*OK/, parts: [] },
  go: { passed: /^ok\s/m, parts: ["go"] },
  // Who can make the image has Ruby.
  ruby: { passed: /^[1-9]\d* runs, .* 0 failures, 0 errors, 0 skips$/m, parts: ["ruby image"] },
  custom: { passed: /^ok - /m, parts: [] },
};
