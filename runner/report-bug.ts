/** Says on standard error what nobody who uses a runner can help. */
export function reportBug(error: unknown): void {
  process.stderr.write(
    `Bug in Pilot Light, please report it: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}
