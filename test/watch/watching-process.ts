/** Watches a folder and prints what it sees, a JSON object a line, until its standard input ends. */
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { SourceWatcher } from "../../runner/watch/source-watcher.ts";

const [, , root = "", mode] = process.argv;
const print = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

const held = mode === "without-file-descriptors" ? takeFileDescriptors() : [];
const watcher = SourceWatcher.start({
  root,
  usePolling: false,
  ignore: [],
  onChanges: (changes) => print({ changes }),
  onProblem: (problem) => print({ problem }),
});
await watcher.watch({ files: [], folders: [root] });
for (const fd of held) closeSync(fd);
print({ ready: true });
process.stdin.on("end", () => void watcher.dispose()).resume();

function takeFileDescriptors(): number[] {
  const taken: number[] = [];
  try {
    for (;;) taken.push(openSync(devNull, "r"));
  } catch {
    return taken;
  }
}
