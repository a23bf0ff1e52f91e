import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";

/**
 * Sees to it that no function outlives a runner that is killed. A runtime notices by itself that the Runtime API is
 * gone, but a handler that never returns notices nothing. So a small shell of its own session holds the end of a pipe:
 * when that closes, for whatever reason, it kills the process groups that were not taken off its list.
 *
 * Windows needs none: there libuv ties children to a job that dies with this process.
 */
export class OrphanGuard {
  readonly #platform: NodeJS.Platform;
  #shell: ChildProcess | undefined;

  constructor(platform: NodeJS.Platform) {
    this.#platform = platform;
  }

  /** @param leaderPid of a process group */
  add(leaderPid: number): void {
    this.#tell("add", leaderPid);
  }

  /** The group is gone; its number may come to stand for another one. */
  remove(leaderPid: number): void {
    this.#tell("remove", leaderPid);
  }

  /** Ends the guard, which kills what is still on its list. */
  dispose(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  #tell(what: "add" | "remove", leaderPid: number): void {
    if (this.#platform === "win32") return;
    if (!this.#shell && what === "add") this.#shell = startShell();
    this.#shell?.stdin?.write(`${what} ${leaderPid}\n`);
  }
}

/**
 * POSIX shell, for dash and busybox are two of them. Each leader has a session as well, whose number is the sixth field of
 * `/proc/<pid>/stat`; in it may be who has left the group: the program that a debugger runs.
 */
const script = `
groups=' '
while read -r what pid; do
  case "$what" in
    add) groups="$groups$pid " ;;
    remove) case "$groups" in *" $pid "*) groups="\${groups%% $pid *} \${groups#* $pid }" ;; esac ;;
  esac
done
for pid in $groups; do kill -s KILL -- "-$pid" 2>/dev/null; done
case "$groups" in *[0-9]*) ;; *) exit ;; esac
for file in /proc/[0-9]*/stat; do
  read -r line 2>/dev/null <"$file" || continue
  set -- \${line##*) }
  case "$groups" in *" $4 "*)
    pid=\${file#/proc/}
    kill -s KILL "\${pid%/stat}" 2>/dev/null
    ;;
  esac
done
`;

function startShell(): ChildProcess {
  const shell = spawn("/bin/sh", ["-c", script, "pilotlight-guard"], {
    cwd: "/",
    env: {},
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a guard functions run all the same.
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  // Every pipe of a child is a socket, whatever the types say; it must not keep the runner alive.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return shell;
}
