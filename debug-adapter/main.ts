import { OwnProcesses } from "../runner/control/own-process.ts";
import { LambdaSession } from "./lambda-session.ts";

// One session a process, on standard input and output; everything else that is said goes to standard error.
const session = new LambdaSession({
  processes: new OwnProcesses(import.meta.dirname),
  distFolder: import.meta.dirname,
  cwd: process.cwd(),
});
session.start(process.stdin, process.stdout);
