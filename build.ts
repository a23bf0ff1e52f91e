/** Makes `dist/`: one bundle a process, and the programs that run inside process environments. */
import { cp, rm } from "node:fs/promises";
import { build as bundle, type BuildOptions, type Plugin } from "esbuild";

const common = {
  bundle: true,
  platform: "node",
  target: "node22",
  format: "esm",
  outExtension: { ".js": ".js" },
  sourcemap: true,
  legalComments: "none",
  logLevel: "warning",
} satisfies BuildOptions;

/** CommonJS packages inside an ES module still call `require`. */
const requireBanner =
  'import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(import.meta.url);';

/** dockerode's halves for BuildKit sessions and SSH hosts: most of its size and load time, and not used here. */
const withoutUnusedTransports: Plugin = {
  name: "without-unused-transports",
  setup(build) {
    build.onResolve({ filter: /^(@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|ssh2)$/ }, ({ path }) => ({
      path,
      namespace: "unused",
    }));
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
  },
};

await rm("dist", { recursive: true, force: true });
await bundle({
  ...common,
  entryPoints: { cli: "runner/cli.ts" },
  outdir: "dist",
  splitting: true,
  // All in one folder: code finds `bootstrap/` beside itself, whichever file it ends up in.
  chunkNames: "[name]-[hash]",
  external: ["esbuild"],
  banner: { js: requireBanner },
  plugins: [withoutUnusedTransports],
});

// Starts `cli.js` beside it where no runner is there to debug in.
await bundle({
  ...common,
  entryPoints: { "debug-adapter": "debug-adapter/main.ts" },
  outdir: "dist",
  banner: { js: requireBanner },
});

// On stdio for any editor; VS Code starts it with its own channel.
await bundle({
  ...common,
  entryPoints: { "language-server": "extension/language-server/main.ts" },
  outdir: "dist",
  banner: { js: requireBanner },
  // The UMD builds of some packages hide their imports from a bundler.
  mainFields: ["module", "main"],
});

// VS Code gives `vscode` to CommonJS; processes of ours are started from `cli.js` beside it. The language client is
// loaded once a function is there.
await bundle({
  ...common,
  entryPoints: { extension: "extension/extension.ts", "language-client": "extension/estimates/language-client.ts" },
  outdir: "dist",
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  external: ["vscode"],
  // The UMD builds of some packages hide their imports from a bundler.
  mainFields: ["module", "main"],
  // Names stay, so that the stack of a mistake can be read.
  minifySyntax: true,
  minifyWhitespace: true,
});

// A page in a webview: no Node.js there, and nothing to load but these two.
await bundle({
  ...common,
  entryPoints: [
    { in: "extension/tune/page/main.ts", out: "tune-panel" },
    { in: "extension/tune/page/page.css", out: "tune-panel" },
  ],
  outdir: "dist",
  platform: "browser",
  // As old as the oldest VS Code that runs us has it.
  target: "chrome134",
  format: "iife",
  sourcemap: false,
  minify: true,
});

// Runs on whatever Node a function's runtime is matched with.
await bundle({
  ...common,
  entryPoints: { node: "runner/bootstrap/node.mjs" },
  outdir: "dist/bootstrap",
  outExtension: { ".js": ".mjs" },
  target: "node18",
  sourcemap: false,
});
await cp("runner/bootstrap/python.py", "dist/bootstrap/python.py");
await cp("runner/engine/container/gate", "dist/gate", { recursive: true });
await cp("extension/scaffold/content", "dist/scaffold", { recursive: true });
// Hovers and findings lead to them, also without a network, and to those of the same version.
await cp("docs/estimates.md", "dist/docs/estimates.md");
await cp("docs/rules", "dist/docs/rules", { recursive: true });
