/** Runs the bundle that the test has named. It writes its results to a file; a bundle that can't be loaded does so here. */
const { appendFileSync } = require("node:fs");

exports.activate = () => {
  const { PILOTLIGHT_SUITE_BUNDLE: bundle, PILOTLIGHT_SUITE_RESULTS: results } = process.env;
  if (bundle === undefined || results === undefined) return;
  // Not awaited: VS Code waits for activations, and the suite waits for VS Code.
  void runSuite(bundle).catch((error) => {
    appendFileSync(results, `${JSON.stringify({ kind: "end", error: String(error?.stack ?? error) })}\n`);
  });
};

async function runSuite(bundle) {
  await require(bundle).run();
}
