/**
 * How long nothing more must have happened before a burst of changes counts as over. One save is over in 5 ms: editors
 * write, rename and remove their backup in less, and a tick of the kernel's clock (4 ms) lies behind its last write. The
 * more files, the longer the pauses of what writes them: a save of all files, a checkout, an install.
 */
export function quietMs(paths: number): number {
  if (paths <= 2) return 5;
  if (paths <= 10) return 15;
  if (paths <= 100) return 40;
  return 100;
}

/** What never pauses, such as a log inside a watched folder, is reported so far after this. */
export const longestBurstMs = 2000;

/** A file that has gone or was emptied mostly comes back at once: the other half of a save. */
export const otherHalfMs = 50;

/** Between two looks at folders that nobody tells about. */
export const pollMs = 500;
/** What polling may take of the time, whatever there is to look at: a pause is so many times longer than the look. */
export const pollPauseFactor = 20;

/** The kernel drops events beyond 16,384 unread ones without a word that reaches Node.js; half of it is suspicious. */
export const suspiciousSignals = 8192;
