import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { createBuilder, type Build, type Builder } from "../../runner/build/builder.ts";
import type { LambdaFunction } from "../../runner/model/function.ts";
import { lambdaFunction } from "../harness/lambda-function.ts";

/** A temporary project folder with a builder whose storage lies beside it; both end with the test. */
export interface Workspace {
  readonly folder: string;
  readonly storageFolder: string;
  readonly builder: Builder;
  /** Builds, as it is done after the files `changed` (relative to the folder). */
  readonly build: (fn: LambdaFunction, changed?: readonly string[], signal?: AbortSignal) => Promise<Build>;
  /** Writes files by path relative to the folder. */
  readonly write: (files: Readonly<Record<string, string | Buffer>>) => Promise<void>;
  readonly path: (...segments: string[]) => string;
  /** A Node function whose code is the project folder unless said otherwise. */
  readonly fn: (overrides?: Partial<LambdaFunction>) => LambdaFunction;
}

export async function makeWorkspace(t: TestContext): Promise<Workspace> {
  const top = await realpath(await mkdtemp(join(tmpdir(), "pilotlight-build-")));
  const folder = join(top, "project with space");
  const storageFolder = join(top, "storage");
  await mkdir(folder);
  const builder = createBuilder({ storageFolder, onProgress: () => undefined });
  t.after(async () => {
    await builder.dispose();
    await rm(top, { recursive: true });
  });
  return {
    folder,
    storageFolder,
    builder,
    build(fn, changed = [], signal = new AbortController().signal) {
      const paths = new Set(changed.map((name) => join(folder, name)));
      return builder.build(fn, { id: randomBytes(4).toString("hex"), changed: paths }, signal);
    },
    path: (...segments) => join(folder, ...segments),
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), content);
      }
    },
    fn: (overrides) =>
      lambdaFunction({
        name: "Hello",
        template: join(folder, "template.yaml"),
        runtime: "nodejs22.x",
        handler: "app.handler",
        code: { kind: "folder", path: folder },
        ...overrides,
      }),
  };
}
