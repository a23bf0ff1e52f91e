/** Something that was done to a file. */
export interface Change {
  /** Absolute real path. */
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
  /** Where links inside watched folders lead to the file: its absolute paths by them. */
  readonly linkedFrom?: readonly string[];
}
