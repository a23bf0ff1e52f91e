import type { Credentials } from "../environment/environment-variables.ts";
import { Failure } from "../model/failure.ts";
import type { RunnerArguments } from "./arguments.ts";

/**
 * The person's own AWS credentials, when they asked for their functions to have them; else undefined.
 *
 * @throws Failure `usage` when there are none to be found
 */
export async function askedCredentials(options: RunnerArguments): Promise<Credentials | undefined> {
  const { passCredentials, profile } = options;
  if (!passCredentials && profile === undefined) return undefined;
  const { fromNodeProviderChain } = await import("./provider-chain.ts");
  try {
    const found = await fromNodeProviderChain(profile === undefined ? {} : { profile })();
    const { accessKeyId, secretAccessKey, sessionToken } = found;
    return { accessKeyId, secretAccessKey, sessionToken };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const which = profile === undefined ? "in this shell" : `for the profile ${profile}`;
    const message = `No AWS credentials were found ${which} (${reason.replace(/\.$/, "")}). Sign in with the AWS CLI, or leave out --pass-credentials and --profile.`;
    throw new Failure("usage", message, { cause: error });
  }
}
