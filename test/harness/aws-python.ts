import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathOf } from "./parts.ts";
import type { RunningProject } from "./running-project.ts";

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The AWS CLI in a process of its own: `aws lambda <args>` on the project's runner. */
export function awsCli(project: RunningProject, args: readonly string[]): Promise<Output> {
  const [command = "", ...rest] = args;
  return python(["-m", "awscli", "lambda", command, "--endpoint-url", project.runner.lambdaApi, ...rest], project);
}

/** A Python that has boto3 and the AWS CLI, with everything set for the project's runner. */
export function python(args: readonly string[], { folder, runner }: RunningProject): Promise<Output> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ENDPOINT_URL_LAMBDA: runner.lambdaApi,
    // Nothing of this machine's own settings.
    AWS_CONFIG_FILE: join(folder, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "no-credentials"),
  };
  return new Promise((resolve) => {
    execFile(pathOf("aws clients"), args, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}
