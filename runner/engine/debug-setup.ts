/** What a runtime needs to wait for a debugger of its language. */
export type DebugSetup =
  | { readonly language: "node" }
  /** `debugpyFolder` is an absolute path on this machine, with debugpy for every Python. */
  | { readonly language: "python"; readonly debugpyFolder: string };

/** What a debugger may take of a runtime's memory besides the function's own, in MB. */
export const debuggerMemoryMb = 128;

/** Tells Python where debugpy is; gone by the time user code runs. */
export const debugpyVariable = "PILOTLIGHT_DEBUGPY";
