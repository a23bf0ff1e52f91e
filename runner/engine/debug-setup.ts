import type { DebugLanguage } from "../model/debug-language.ts";

/** What a runtime needs to wait for a debugger of its language. */
export interface DebugSetup {
  readonly language: DebugLanguage;
  /** Absolute path of a folder on this machine that holds the debugger, of languages that do not bring their own. */
  readonly toolFolder?: string;
}

/** What a debugger may take of a runtime's memory besides the function's own, in MB. */
export const debuggerMemoryMb = 128;

/** Tells Python where debugpy is; gone by the time user code runs. */
export const debugpyVariable = "PILOTLIGHT_DEBUGPY";
