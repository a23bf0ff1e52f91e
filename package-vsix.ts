/**
 * Makes `dist/pilotlight-<platform>-<version>.vsix` out of what `build.ts` has made: for this machine, or with
 * `--all-targets` one for each platform, for which esbuild's programs come from npm's registry.
 */
import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { allTargets, targetOfThisMachine } from "./packaging/targets.ts";
import { packageVsix } from "./packaging/vsix.ts";

const { values } = parseArgs({ options: { "all-targets": { type: "boolean", default: false } } });
const targets = values["all-targets"] ? allTargets : [targetOfThisMachine()];
for (const target of targets) {
  const vsix = await packageVsix(target, join(import.meta.dirname, "dist"));
  console.log(`${relative("", vsix)}  ${(statSync(vsix).size / 1e6).toFixed(2)} MB`);
}
