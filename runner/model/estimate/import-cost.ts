/** What one import of a handler's own file takes when the function starts, measured on this machine. */
export interface ImportCost {
  /** Absolute path of the source that has the import: the handler's own. */
  readonly file: string;
  /** As the source has it: `@aws-sdk/client-s3`, `./orders.js`; of Python the module: `boto3`, `..shared.db`. */
  readonly specifier: string;
  /**
   * Milliseconds, with all that it loads itself: what several imports share counts for the first of them. The median of
   * several starts.
   */
  readonly ms: number;
  /** Id of the build that was measured, as invocations have it. */
  readonly build: string;
}
