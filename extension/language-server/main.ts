/** The language server as a process: `--stdio`, or `--node-ipc` as VS Code starts it. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./server.ts";

const connection = createConnection(ProposedFeatures.all);
// Beside the bundle, or in the repository.
const docs = new URL(import.meta.url.endsWith(".ts") ? "../../docs/" : "docs/", import.meta.url);
serve(connection, docs.href);
connection.listen();
