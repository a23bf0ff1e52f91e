/** Version 1. A store of another version is set aside, never converted: it holds history, not work. */
export const schemaVersion = 1;

export const schema = `
  CREATE TABLE IF NOT EXISTS invocations (
    id INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL,
    function_name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    record TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS invocations_by_function ON invocations (function_name, started_at);
  CREATE TABLE IF NOT EXISTS log_lines (
    id INTEGER PRIMARY KEY,
    function_name TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    environment_id TEXT NOT NULL,
    log_stream TEXT NOT NULL,
    request_id TEXT,
    source TEXT NOT NULL,
    text TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS log_lines_by_function ON log_lines (function_name, time_ms);
  CREATE TABLE IF NOT EXISTS events (
    request_id TEXT PRIMARY KEY,
    function_name TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    invocation TEXT NOT NULL,
    payload BLOB NOT NULL
  );
`;
