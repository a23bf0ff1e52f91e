const { execSync, spawnSync: run } = require("node:child_process");
const childProcess = require("child_process");

const version = execSync("git rev-parse HEAD").toString(); // expect: blocking-work-at-import
run("chmod", ["+x", "/opt/bin/tool"]); // expect: blocking-work-at-import
childProcess.execFileSync("/opt/bin/tool", ["--warm"]); // expect: blocking-work-at-import

exports.handler = async () => version;
