import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { findProgram } from "../runner/build/tools/find-program.ts";
import { makeToolWorkspace, places } from "./build/tool-workspace.ts";

// Debian names them by version.
const bundle = findProgram("bundle") ?? findProgram("bundle3.1");
const gem = findProgram("gem");
const skip = bundle === undefined || gem === undefined ? "SKIPPED for want of bundle and gem" : false;
const version = skip === false ? execFileSync("ruby", ["-e", "print RUBY_VERSION[/\\d+\\.\\d+/]"]).toString() : "";
const ruby = { runtime: `ruby${version}`, handler: "app.handler" } as const;

describe("bundle install", { skip }, () => {
  let top = "";
  before(async () => {
    top = await mkdtemp(join(tmpdir(), "pilotlight-gems-"));
    await mkdir(join(top, "bin"));
    await symlink(bundle ?? "", join(top, "bin", "bundle"));
    process.env["PATH"] = [join(top, "bin"), process.env["PATH"]].join(delimiter);
    await makeGemServer(top);
  });
  after(() => rm(top, { recursive: true, force: true }));
  const gemfile = (...gems: string[]) =>
    [`source "file://${top}"`, ...gems.map((name) => `gem "${name}"`), ""].join("\n");

  test("lays the gems where Lambda's Ruby looks for them, and installs them once", async (t) => {
    const workspace = await makeToolWorkspace(t, { Gemfile: gemfile("demo"), "app.rb": 'require "demo"\n' }, ruby);
    const first = await workspace.build();
    assert.deepEqual(first.problems, []);
    assert.deepEqual((await readdir(first.target)).sort(), [".bundle", "Gemfile", "Gemfile.lock", "app.rb", "vendor"]);
    const gems = join("vendor", "bundle", "ruby", `${version}.0`);
    assert.ok(existsSync(join(first.target, gems, "gems/demo-1.0/lib/demo.rb")));
    assert.equal(existsSync(workspace.path(".bundle")), false);
    await rm(join(top, "gems"), { recursive: true });
    const second = await workspace.build();
    assert.ok(existsSync(join(second.target, gems, "gems/demo-1.0/lib/demo.rb")));
  });

  test("names the line of a gem that is nowhere, and of a Gemfile that is no Ruby", async (t) => {
    const workspace = await makeToolWorkspace(t, { Gemfile: gemfile("demo", "gone"), "app.rb": "" }, ruby);
    const [gone] = places(workspace, (await workspace.fail()).problems);
    assert.equal(gone?.[0], "Gemfile:3:1");
    assert.match(gone[1], /^Could not find gem 'gone' in /);
    await workspace.write({ Gemfile: `${gemfile()}gem "x\n` });
    const [unread] = places(workspace, (await workspace.fail()).problems);
    assert.equal(unread?.[0], "Gemfile:2:1");
  });

  test("warns when this machine's Ruby is not the function's", async (t) => {
    await makeGemServer(top);
    const files = { Gemfile: gemfile("demo"), "app.rb": "" };
    const { build } = await makeToolWorkspace(t, files, { ...ruby, runtime: "ruby9.9" });
    const [problem] = (await build()).problems;
    assert.match(problem?.message ?? "", /installed with Ruby .* of this machine; ruby9\.9 does not find them/);
  });
});

/** A folder that serves one gem. */
async function makeGemServer(folder: string): Promise<void> {
  const run = (args: string[], cwd: string) => execFileSync(gem ?? "", args, { cwd, stdio: "pipe" });
  const source = join(folder, "source");
  await mkdir(join(source, "lib"), { recursive: true });
  await mkdir(join(folder, "gems"), { recursive: true });
  await writeFile(join(source, "lib", "demo.rb"), "Demo = 1\n");
  await writeFile(
    join(source, "demo.gemspec"),
    'Gem::Specification.new { |s| s.name = "demo"; s.version = "1.0"; s.summary = s.author = "x"; s.files = ["lib/demo.rb"] }\n',
  );
  run(["build", "demo.gemspec", "--silent", "--output", join(folder, "gems", "demo-1.0.gem")], source);
  run(["generate_index", "--silent", "--directory", folder], folder);
}
