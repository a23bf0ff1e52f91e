import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { readEngineEvents, type EngineEvent } from "./engine-events.ts";
import { pullProgress } from "./pull-progress.ts";

const downloading = (id: string, current: number, total: number): EngineEvent => ({
  id,
  status: "Downloading",
  progressDetail: { current, total },
});

test("adds up the layers of a pull, and keeps still when nothing visible changes", () => {
  const show = pullProgress("image:1");
  const events: EngineEvent[] = [
    { status: "Pulling from image", id: "1" },
    { id: "a", status: "Pulling fs layer" },
    downloading("a", 1e6, 4e6),
    downloading("b", 2e6, 6e6),
    downloading("b", 2.1e6, 6e6),
    { id: "a", status: "Download complete" },
    { id: "b", status: "Download complete" },
    { id: "a", status: "Extracting", progressDetail: { current: 1, total: 2 } },
  ];
  assert.deepEqual(
    events.map((event) => show(event)?.text),
    [
      "Pulling image:1",
      undefined,
      "Pulling image:1: 1 of 4 MB",
      "Pulling image:1: 3 of 10 MB",
      undefined,
      "Pulling image:1: 6 of 10 MB",
      "Unpacking image:1",
      undefined,
    ],
  );
});

test("tells done and total in bytes", () => {
  assert.deepEqual(pullProgress("image:1")(downloading("a", 1e6, 4e6)), {
    kind: "pull",
    image: "image:1",
    text: "Pulling image:1: 1 of 4 MB",
    done: 1e6,
    total: 4e6,
  });
});

test("reads events that are cut anywhere", async () => {
  const text = '{"status":"one"}\r\n{"status":"two"}\n{"status":"three"}';
  const seen: (string | undefined)[] = [];
  const chunks = Array.from({ length: text.length }, (_, at) => Buffer.from(text.charAt(at)));
  await readEngineEvents(Readable.from(chunks), ({ status }) => seen.push(status));
  assert.deepEqual(seen, ["one", "two", "three"]);
});

test("throws what the engine reports", async () => {
  const stream = Readable.from([Buffer.from('{"status":"x"}\n{"errorDetail":{},"error":"no space left"}\n')]);
  await assert.rejects(
    readEngineEvents(stream, () => undefined),
    { message: "no space left" },
  );
});
