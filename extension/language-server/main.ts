/** The language server as a process: `--stdio`, or `--node-ipc` as VS Code starts it. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./server.ts";

const connection = createConnection(ProposedFeatures.all);
serve(connection);
connection.listen();
