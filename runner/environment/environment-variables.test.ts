import assert from "node:assert/strict";
import { test } from "node:test";
import { lambdaFunction } from "../../test/harness/lambda-function.ts";
import { dummyCredentials, environmentVariables, logStreamName } from "./environment-variables.ts";

const where = {
  region: "eu-central-1",
  logStream: "2026/01/01/[$LATEST]abc",
  credentials: dummyCredentials,
  hasSourceMaps: false,
};

test("gives a function every variable that AWS gives it, places apart", () => {
  assert.deepEqual(environmentVariables(lambdaFunction(), where), {
    _HANDLER: "index.handler",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: "hello",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/hello",
    AWS_LAMBDA_LOG_STREAM_NAME: "2026/01/01/[$LATEST]abc",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: "test",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    _AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1",
    _AWS_XRAY_DAEMON_PORT: "2000",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
  });
});

test("lets the function's own value win for the reserved names that Lambda lets it set, and for no other", () => {
  const environment = { TZ: "Europe/Berlin", LANG: "C", AWS_REGION: "mars-1", AWS_ACCESS_KEY_ID: "mine", OWN: "yes" };
  const variables = environmentVariables(lambdaFunction({ environment }), where);
  const { TZ, LANG, AWS_REGION, AWS_ACCESS_KEY_ID, OWN } = variables;
  assert.deepEqual(
    { TZ, LANG, AWS_REGION, AWS_ACCESS_KEY_ID, OWN },
    { TZ: "Europe/Berlin", LANG: "C", AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "test", OWN: "yes" },
  );
});

test("leaves out the execution environment's id for OS-only runtimes and images", () => {
  const image = { packageType: "Image", runtime: undefined, handler: undefined } as const;
  for (const changes of [{ runtime: "provided.al2023" }, image]) {
    assert.equal("AWS_EXECUTION_ENV" in environmentVariables(lambdaFunction(changes), where), false);
  }
});

test("takes an image's first command word for its handler", () => {
  const changes = { packageType: "Image", runtime: undefined, handler: undefined } as const;
  const imageConfig = { entryPoint: undefined, command: ["app.handler", "more"], workingDirectory: undefined };
  const variables = environmentVariables(lambdaFunction({ ...changes, imageConfig }), where);
  assert.equal(variables["_HANDLER"], "app.handler");
});

test("passes real credentials on as they are, with no session token where there is none", () => {
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret", sessionToken: undefined };
  const variables = environmentVariables(lambdaFunction(), { ...where, credentials });
  assert.equal(variables["AWS_ACCESS_KEY_ID"], "AKIA");
  assert.equal("AWS_SESSION_TOKEN" in variables, false);
});

test("tells runtimes about JSON logs, at the level the function asks for", () => {
  const logging = { format: "JSON", applicationLevel: "WARN", systemLevel: undefined, logGroup: "g" } as const;
  const variables = environmentVariables(lambdaFunction({ logging }), where);
  assert.deepEqual([variables["AWS_LAMBDA_LOG_FORMAT"], variables["AWS_LAMBDA_LOG_LEVEL"]], ["JSON", "WARN"]);
  const { applicationLevel, ...rest } = logging;
  assert.equal(applicationLevel, "WARN");
  const plain = environmentVariables(lambdaFunction({ logging: { ...rest, applicationLevel: undefined } }), where);
  assert.equal(plain["AWS_LAMBDA_LOG_LEVEL"], "INFO");
});

test("names a log stream by the day in UTC", () => {
  assert.equal(logStreamName(new Date("2026-01-02T23:59:59.999Z"), "0123abcd"), "2026/01/02/[$LATEST]0123abcd");
});

test("turns on source maps for a function whose build has made them, as SAM's build does", () => {
  const options = (hasSourceMaps: boolean, own?: string): string | undefined => {
    const environment: Record<string, string> = own === undefined ? {} : { NODE_OPTIONS: own };
    return environmentVariables(lambdaFunction({ environment }), { ...where, hasSourceMaps })["NODE_OPTIONS"];
  };
  assert.equal(options(true), "--enable-source-maps");
  assert.equal(options(true, "--no-warnings"), "--no-warnings --enable-source-maps");
  assert.equal(options(true, "--enable-source-maps"), "--enable-source-maps");
  assert.equal(options(false), undefined);
});
