import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Invocation, InvocationRecord, LogLine } from "../environment/invocation.ts";
import { Failure } from "../model/failure.ts";
import { schema, schemaVersion } from "./schema.ts";

/** An event answered with 202 that has not run to its end. */
export interface AcceptedEvent {
  readonly functionName: string;
  readonly invocation: Invocation;
  /** Unix time in ms. */
  readonly acceptedAt: number;
}

export interface LogQuery {
  readonly functionName: string;
  /** Unix time in ms; lines from then on. */
  readonly sinceMs?: number;
  /** Text that a line must contain. */
  readonly filter?: string;
  /** The newest so many lines. */
  readonly limit: number;
}

export interface StoreOptions {
  readonly folder: string;
  /** Called once when history can no longer be written; functions go on. */
  readonly onHistoryLost: (error: Failure) => void;
  /** Size of the file at which the oldest quarter of the history goes; 256 MB unless set. */
  readonly maxBytes?: number;
}

/** History waits this long for company before it is written. */
const flushEveryMs = 100;

/**
 * What lasts: invocations, log lines and accepted events, in one SQLite file. History is written in batches, since
 * nobody waits for it; an accepted event is written before its caller hears of it.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #options: StoreOptions;
  readonly #insertInvocation: StatementSync;
  readonly #insertLine: StatementSync;
  readonly #insertEvent: StatementSync;
  readonly #deleteEvent: StatementSync;
  #invocations: InvocationRecord[] = [];
  #lines: LogLine[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isHistoryLost = false;

  private constructor(database: DatabaseSync, options: StoreOptions) {
    this.#database = database;
    this.#options = options;
    this.#insertInvocation = database.prepare(
      "INSERT INTO invocations (request_id, function_name, started_at, record) VALUES (?, ?, ?, ?)",
    );
    this.#insertLine = database.prepare(
      "INSERT INTO log_lines (function_name, time_ms, environment_id, log_stream, request_id, source, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    this.#insertEvent = database.prepare(
      "INSERT INTO events (request_id, function_name, accepted_at, invocation, payload) VALUES (?, ?, ?, ?, ?)",
    );
    this.#deleteEvent = database.prepare("DELETE FROM events WHERE request_id = ?");
  }

  /** @throws Failure `store-unavailable` */
  static open(options: StoreOptions): Store {
    const file = join(options.folder, "store.sqlite");
    try {
      mkdirSync(options.folder, { recursive: true, mode: 0o700 });
      return new Store(openDatabase(file), options);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const next = isDamage(error)
        ? "Move the file away, with the history and the accepted events in it, then start again."
        : "Free some space or make the folder writable, then start again.";
      throw new Failure("store-unavailable", `The store ${file} could not be opened: ${reason}. ${next}`, {
        cause: error,
      });
    }
  }

  addInvocation(record: InvocationRecord): void {
    if (this.#isHistoryLost) return;
    this.#invocations.push(record);
    this.#flushSoon();
  }

  addLogLine(line: LogLine): void {
    if (this.#isHistoryLost) return;
    this.#lines.push(line);
    this.#flushSoon();
  }

  /**
   * Returns once the event is on disk.
   *
   * @throws Failure `store-unavailable`; the event is then not accepted
   */
  acceptEvent(event: AcceptedEvent): void {
    const { payload, ...rest } = event.invocation;
    try {
      const { requestId } = rest;
      this.#insertEvent.run(requestId, event.functionName, event.acceptedAt, JSON.stringify(rest), payload);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The event could not be written to disk (${reason}), so it was not accepted. Free some space and send it again.`;
      throw new Failure("store-unavailable", message, { cause: error });
    }
  }

  /** The event ran to its end. When that can't be written, it may run once more after a restart: at least once, as on AWS. */
  finishEvent(requestId: string): void {
    try {
      this.#deleteEvent.run(requestId);
    } catch (error) {
      this.#loseHistory(error);
    }
  }

  /** Events that an earlier runner accepted and did not finish, oldest first. */
  unfinishedEvents(): AcceptedEvent[] {
    const rows = this.#database.prepare("SELECT * FROM events ORDER BY accepted_at, rowid").all();
    return rows.map((row) => ({
      functionName: String(row["function_name"]),
      acceptedAt: Number(row["accepted_at"]),
      invocation: {
        ...(JSON.parse(String(row["invocation"])) as Omit<Invocation, "payload">),
        payload: row["payload"] as Uint8Array,
      },
    }));
  }

  /** The newest lines that match, oldest first. */
  logLines(query: LogQuery): LogLine[] {
    this.#flush();
    const rows = this.#database
      .prepare(
        `SELECT * FROM (
           SELECT * FROM log_lines
           WHERE function_name = ? AND time_ms >= ? AND instr(text, ?) > 0
           ORDER BY id DESC LIMIT ?
         ) ORDER BY id`,
      )
      .all(query.functionName, query.sinceMs ?? 0, query.filter ?? "", query.limit);
    return rows.map((row) => ({
      functionName: String(row["function_name"]),
      timeMs: Number(row["time_ms"]),
      environmentId: String(row["environment_id"]),
      logStream: String(row["log_stream"]),
      requestId: row["request_id"] === null ? undefined : String(row["request_id"]),
      source: row["source"] === "platform" ? "platform" : "function",
      text: String(row["text"]),
    }));
  }

  /** The newest invocations of a function, or of all of them, newest first. */
  invocations({ functionName, limit }: { readonly functionName?: string; readonly limit: number }): InvocationRecord[] {
    this.#flush();
    const [where, values] = functionName === undefined ? ["", []] : ["WHERE function_name = ?", [functionName]];
    const rows = this.#database
      .prepare(`SELECT record FROM invocations ${where} ORDER BY id DESC LIMIT ?`)
      .all(...values, limit);
    return rows.map((row) => JSON.parse(String(row["record"])) as InvocationRecord);
  }

  close(): void {
    this.#flush();
    this.#database.close();
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => this.#flush(), flushEveryMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#invocations.length === 0 && this.#lines.length === 0) return;
    const invocations = this.#invocations;
    const lines = this.#lines;
    this.#invocations = [];
    this.#lines = [];
    try {
      this.#write(invocations, lines);
    } catch (error) {
      this.#loseHistory(error);
    }
  }

  #write(invocations: readonly InvocationRecord[], lines: readonly LogLine[]): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const record of invocations) {
        const { requestId, functionName, startedAt } = record;
        this.#insertInvocation.run(requestId, functionName, startedAt, JSON.stringify(record));
      }
      for (const line of lines) {
        const { functionName, timeMs, environmentId, logStream, requestId, source, text } = line;
        this.#insertLine.run(functionName, timeMs, environmentId, logStream, requestId ?? null, source, text);
      }
      if (this.#usedBytes() > (this.#options.maxBytes ?? 268_435_456)) this.#forgetOldestQuarter();
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Of the file, less what earlier deletions left free in it. */
  #usedBytes(): number {
    const row = this.#database
      .prepare(
        "SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
      )
      .get();
    return Number(row?.["bytes"]);
  }

  #forgetOldestQuarter(): void {
    for (const table of ["invocations", "log_lines"]) {
      this.#database.exec(
        `DELETE FROM ${table} WHERE id < (SELECT min(id) + (max(id) - min(id)) / 4 + 1 FROM ${table})`,
      );
    }
  }

  #loseHistory(error: unknown): void {
    if (this.#isHistoryLost) return;
    this.#isHistoryLost = true;
    const reason = error instanceof Error ? error.message : String(error);
    const text = `History can no longer be written to ${this.#options.folder} (${reason}). Functions go on without it; free some space and restart the runner.`;
    this.#options.onHistoryLost(new Failure("store-unavailable", text, { cause: error }));
  }
}

/** Source: SQLite's result codes, `SQLITE_CORRUPT` and `SQLITE_NOTADB`. */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code === 11 || code === 26;
}

/** How long a command waits for another one that writes, such as a second `invoke`. */
const busyLimitMs = 5_000;

function openDatabase(file: string): DatabaseSync {
  let database = connect(file);
  let version = versionOf(database);
  if (version !== 0 && version !== schemaVersion) {
    database.close();
    renameSync(file, `${file}.version-${version}`);
    database = connect(file);
    version = versionOf(database);
  }
  if (version === 0) {
    // One at a time, when several commands make the store together.
    database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${schemaVersion}; ${schema} COMMIT`);
  }
  return database;
}

function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  // With a write-ahead log, NORMAL loses nothing when the process is killed; only a power cut can.
  database.exec(`PRAGMA busy_timeout = ${busyLimitMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
  return database;
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
