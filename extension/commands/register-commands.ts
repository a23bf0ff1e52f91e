import { commands } from "vscode";
import type { Boundary } from "../boundary.ts";
import { Scope } from "../scope.ts";

/** Handlers by the command's id without its `pilotlight.`. Each is given what the command was called with. */
export type CommandTable = Readonly<Record<string, (argument: unknown) => unknown>>;

/** Registers commands, each inside of the error boundary. */
export function registerCommands(boundary: Boundary, ...tables: readonly CommandTable[]): Scope {
  const scope = new Scope();
  for (const [id, handler] of tables.flatMap((table) => Object.entries(table))) {
    scope.own(
      commands.registerCommand(`pilotlight.${id}`, (argument: unknown) =>
        boundary.run(`The command ${id}`, () => handler(argument)),
      ),
    );
  }
  return scope;
}
