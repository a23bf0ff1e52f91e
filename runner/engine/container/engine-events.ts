/** One line of the progress an engine writes while it pulls or builds. */
export interface EngineEvent {
  readonly id?: string;
  readonly status?: string;
  readonly stream?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
  readonly aux?: { readonly ID?: string };
}

/** Reads an engine's progress, one JSON object a line. Throws what the engine reports as `error`. */
export async function readEngineEvents(
  stream: NodeJS.ReadableStream,
  onEvent: (event: EngineEvent) => void,
): Promise<void> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line, onEvent);
  }
  take(rest, onEvent);
}

function take(line: string, onEvent: (event: EngineEvent) => void): void {
  if (line.trim() === "") return;
  const event = JSON.parse(line) as EngineEvent;
  if (event.error !== undefined) throw new EngineReportedError(event.error);
  onEvent(event);
}

/** The engine began, answered, and then reported that it could not go on. */
export class EngineReportedError extends Error {
  /** As a refusal by status code, for those who ask. */
  readonly statusCode = 500;
}
