import type { WorkspaceContent } from "./workspace.ts";

interface TunedSample {
  /** Of the function. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly runtime: string;
  readonly file: string;
  readonly source: string;
}

/** In JavaScript: about a tenth of a second for 1. */
const compute = `const compute = (tenths) => {
  let sum = 0;
  for (let step = 0; step < tenths * 20_000_000; step++) sum = (sum * 31 + step) | 0;
  return sum;
};
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

const nodejs = { runtime: "nodejs24.x", file: "index.js" } as const;

/** One of each kind that `tune` has to tell apart. */
export const tunedSamples: readonly TunedSample[] = [
  {
    ...nodejs,
    name: "computing",
    title: "CPU-bound",
    source: `${compute}exports.handler = async () => compute(1);\n`,
  },
  {
    ...nodejs,
    name: "waiting",
    title: "waiting-bound",
    source: `${compute}exports.handler = async () => wait(200);\n`,
  },
  {
    ...nodejs,
    name: "mixed",
    title: "mixed",
    source: `${compute}exports.handler = async () => {
  for (let turn = 0; turn < 5; turn++) {
    compute(0.15);
    await wait(30);
  }
};
`,
  },
  {
    ...nodejs,
    name: "threads",
    title: "two worker threads",
    source: `const { isMainThread, parentPort, Worker } = require("node:worker_threads");
${compute}if (isMainThread) {
  const workers = [1, 2].map(() => new Worker(__filename));
  const ask = (worker) => new Promise((resolve) => {
    worker.once("message", resolve);
    worker.postMessage("compute");
  });
  exports.handler = async () => Promise.all(workers.map(ask));
} else {
  parentPort.on("message", () => parentPort.postMessage(compute(1)));
}
`,
  },
  {
    ...nodejs,
    name: "spawning",
    title: "two threads of its own for each call",
    source: `const { isMainThread, parentPort, Worker } = require("node:worker_threads");
${compute}if (isMainThread) {
  const answer = () => new Promise((resolve) => new Worker(__filename).once("message", resolve));
  exports.handler = async () => Promise.all([answer(), answer()]);
} else {
  parentPort.postMessage(compute(1));
}
`,
  },
  {
    name: "python",
    title: "Python, mixed",
    runtime: "python3.11",
    file: "app.py",
    source: `import time

def handler(event, context):
    total = 0
    for step in range(800_000):
        total = (total * 31 + step) & 0xFFFFFFFF
    time.sleep(0.1)
    return total
`,
  },
];

/** All samples, a folder each. */
export function tunedWorkspace(): WorkspaceContent {
  return {
    files: Object.fromEntries(tunedSamples.map(({ name, file, source }) => [`${name}/${file}`, source])),
    functions: tunedSamples.map(({ name, runtime, file }) => ({
      ...{ name, runtime, codeUri: name },
      handler: file.replace(/\.\w+$/, ".handler"),
    })),
  };
}
