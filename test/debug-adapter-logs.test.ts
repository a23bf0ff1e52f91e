import assert from "node:assert/strict";
import { relative } from "node:path";
import { suite, test } from "node:test";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { DapClient } from "./debug/dap-client.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject } from "./harness/running-project.ts";
import { cacheRoot } from "./images/cached-folder.ts";

const typed = `
import { Console } from "node:console";
import { note, hurry } from "quill";
import { own } from "./own.ts";

interface Input { readonly name?: string }
console.log("in init");

export const handler = async ({ name = "nobody" }: Input): Promise<string> => {
  console.log("hello", name);
  own(name);
  note("a package's line");
  hurry("a line past the streams");
  process.stdout.write("in ");
  process.stdout.write("pieces\\n");
  process.stdout.write(Buffer.from("bytes\\n"));
  console.error("first\\nsecond");
  await new Promise(setImmediate);
  new Console(process.stdout).log("a console of its own");
  setTimeout(() => console.warn("last"), 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  return name;
};
`;

const python = `
import logging, sys
from own import own

print("in init")

def handler(event, context):
    print("hello", event.get("name", "nobody"))
    own()
    logging.getLogger("quill").warning("logged")
    sys.stdout.write("in ")
    sys.stdout.write("pieces\\n")
    print("first\\nsecond")
    print("last")
    return "nobody"
`;

const ruby = `
require 'logger'
require_relative 'own'

puts 'in init'
LOGGER = Logger.new($stdout, formatter: ->(_, _, _, text) { text + "\\n" })

def handler(event:, context:)
  puts 'hello', event.fetch('name', 'nobody')
  own
  LOGGER.info('logged')
  $stdout.write('in ')
  $stdout << "pieces\\n"
  $stdout.printf("%s\\n", 'last')
  'nobody'
end
`;

const project = {
  defaults: { Timeout: 20 },
  functions: {
    Typed: { CodeUri: "typed", Handler: "app.handler", Runtime: "nodejs24.x" },
    Plain: { CodeUri: "plain", Handler: "index.handler", Runtime: "nodejs24.x" },
    Python: { CodeUri: "python", Handler: "app.handler", Runtime: "python3.11" },
    Ruby: { CodeUri: "ruby", Handler: "app.handler", Runtime: "ruby3.4" },
  },
  files: {
    "typed/app.ts": typed,
    "typed/own.ts": "export const own = (name: string): void =>\n  console.info(`own $${name}`);\n",
    "typed/node_modules/quill/package.json": '{ "name": "quill", "version": "1.0.0", "main": "index.js" }',
    "typed/node_modules/quill/index.js": `
      exports.note = (text) => process.stdout.write(text + "\\n");
      exports.hurry = (text) => require("node:fs").writeSync(1, text + "\\n");
    `,
    "plain/index.mjs": "export const handler = async () => {\n  console.log('plain');\n};\n",
    "python/app.py": python,
    "ruby/app.rb": ruby,
    "ruby/own.rb": 'def own\n  $stdout.print("own\\n")\nend\n',
    "python/own.py": "import sys\n\ndef own():\n    sys.stdout.write('own\\n')\n",
  },
};

const expected: Readonly<Record<string, readonly string[]>> = {
  Typed: [
    "in init <typed/app.ts:7:9>",
    "hello nobody <typed/app.ts:10:11>",
    "own $nobody <typed/own.ts:2:11>",
    "a package's line <typed/app.ts:12:3>",
    "a line past the streams <typed/app.ts:13:3>",
    "in pieces <typed/app.ts:14:18>",
    "bytes <typed/app.ts:16:18>",
    "first <typed/app.ts:17:11>",
    "second <typed/app.ts:17:11>",
    "a console of its own <typed/app.ts:19:31>",
    "last <typed/app.ts:20:28>",
  ],
  Plain: ["plain <plain/index.mjs:2:11>"],
  Python: [
    "in init <python/app.py:5>",
    "hello nobody <python/app.py:8>",
    "own <python/own.py:4>",
    "logged <python/app.py:10>",
    "in pieces <python/app.py:11>",
    "first <python/app.py:13>",
    "second <python/app.py:13>",
    "last <python/app.py:14>",
  ],
  Ruby: [
    "in init <ruby/app.rb:5>",
    "hello <ruby/app.rb:9>",
    "nobody <ruby/app.rb:9>",
    "own <ruby/own.rb:2>",
    "logged <ruby/app.rb:11>",
    "in pieces <ruby/app.rb:12>",
    "last <ruby/app.rb:14>",
  ],
};

for (const engine of ["process", "container"] as const) {
  const skip = engine === "process" ? false : lacking("container engine");
  const where = engine === "process" ? "a process of this machine" : "a container";
  suite(`The log of a debugged function in ${where}`, { skip, timeout: 120_000 }, () => {
    for (const [name, lines] of Object.entries(expected)) {
      // Which needs a container.
      if (name === "Ruby" && engine === "process") continue;
      const skip = name === "Ruby" && lacking("ruby image");
      test(`comes once, in order, and says where each line of ${name} was written`, { skip }, async (t) => {
        const running = await startProject(t, project, engineArguments(engine), { XDG_CACHE_HOME: cacheRoot });
        const adapter = await AdapterClient.start(t, running.folder);
        await adapter.begin("attach", { function: name });
        const event = (await adapter.heard("lambdaEnvironment")) as unknown as DebuggerEvent & {
          configuration: object;
        };
        if (event.language === "node") await (await InspectorClient.attach(t, event)).letGo();
        else await DapClient.attach(t, event, running.folder, [], event.configuration);
        const { payload, log } = await running.invoke(name, {});
        await adapter.heard("output", ({ output }) => String(output).startsWith("REPORT "));
        const shown = adapter.events.flatMap((each) =>
          each.event === "output" ? shownLines(each.body as Shown, running.folder) : [],
        );
        assert.deepEqual(shown, lines);

        // Nothing of that is in what callers get.
        assert.equal(payload, name === "Plain" ? null : "nobody");
        assert.ok(log.includes(name === "Plain" ? "plain" : "last") && !log.includes("\u001e"), log);
      });
    }
  });
}

interface Shown {
  readonly category: string;
  readonly output: string;
  readonly source?: { readonly path: string };
  readonly line?: number;
  readonly column?: number;
}

/** The function's lines, without what the runtime puts before them, and where they were written. */
function shownLines({ category, output, source, line, column }: Shown, folder: string): string[] {
  if (category === "console" || category === "telemetry") return [];
  const place = source
    ? ` <${[relative(folder, source.path), line, column].filter((each) => each !== undefined).join(":")}>`
    : "";
  return output
    .trimEnd()
    .split("\n")
    .map((text) => `${text.replace(runtimePrefix, "")}${place}`);
}

/** Of Node.js: time, request id and level; of Python: level, time and request id. */
const runtimePrefix = /^(?:\S+Z\t\S+\t\w+\t|\[\w+\]\t\S+Z\t\S*\t)/;
