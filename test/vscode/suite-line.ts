/** A line of the file that an in-host suite writes its results to, as JSON. */
export type SuiteLine =
  | {
      readonly kind: "test";
      readonly title: string;
      readonly state: "passed" | "failed" | "pending";
      readonly durationMs: number;
      /** With the message; of a failed test. */
      readonly stack?: string;
    }
  /** A figure that somebody who reads the log wants to see. */
  | { readonly kind: "note"; readonly text: string }
  /** The last line. `error` is of a suite that could not run at all. */
  | { readonly kind: "end"; readonly error?: string };
