import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { RuntimeError } from "./errors.mjs";
import { streamingOf } from "./streamify.mjs";

const require = createRequire(import.meta.url);

/**
 * @typedef {object} Handler
 * @property {(...parameters: any[]) => unknown} call
 * @property {{ highWaterMark: number | undefined } | undefined} streaming undefined for a buffered handler
 */

/**
 * Loads the function's module and finds the handler in it, as AWS's runtime does.
 *
 * @param {string} taskRoot the code folder
 * @param {string} name the handler setting: `src/index.handler`
 * @param {number} runtimeMajor of the function's runtime, which decides about callbacks
 * @returns {Promise<Handler>}
 * @throws {RuntimeError} or whatever the user's module throws
 */
export async function loadHandler(taskRoot, name, runtimeMajor) {
  if (name.includes("..")) {
    throw new RuntimeError(
      "MalformedHandlerName",
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = path.posix.basename(name);
  const folder = name.slice(0, name.indexOf(base));
  const [, moduleName, property] = /^([^.]*)\.(.*)$/.exec(base) ?? [];
  if (moduleName === undefined || property === undefined) throw new RuntimeError("MalformedHandlerName", "Bad handler");

  const loaded = await loadModule(taskRoot, folder, moduleName);
  const call = find(loaded, property) ?? (runtimeMajor >= 24 ? find(loaded.default, property) : undefined);
  if (!call) throw new RuntimeError("HandlerNotFound", `${name} is undefined or not exported`);
  if (typeof call !== "function") throw new RuntimeError("HandlerNotFound", `${name} is not a function`);
  const streaming = streamingOf(call);
  if (!streaming) checkCallbackStyle(call, runtimeMajor);
  return { call, streaming };
}

/**
 * @param {string} taskRoot
 * @param {string} folder
 * @param {string} moduleName
 */
async function loadModule(taskRoot, folder, moduleName) {
  try {
    const file = path.resolve(taskRoot, folder, moduleName);
    if (existsSync(file)) {
      const loaded = require(file);
      if (loaded) return loaded;
    }
    if (existsSync(`${file}.js`))
      return isModulePackage(path.dirname(file)) ? await load(`${file}.js`) : require(`${file}.js`);
    if (existsSync(`${file}.mjs`)) return await load(`${file}.mjs`);
    if (existsSync(`${file}.cjs`)) return require(`${file}.cjs`);
    return require(require.resolve(moduleName, { paths: [taskRoot, path.join(taskRoot, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw syntaxError(error);
    if (error instanceof Error && /** @type {NodeJS.ErrnoException} */ (error).code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("ImportModuleError", withoutBootstrap(String(error)));
    }
    throw error;
  }
}

/** @param {string} file */
function load(file) {
  return import(pathToFileURL(file).href);
}

/**
 * Whether `.js` files in the folder are ES modules: the nearest package.json decides, but none above `node_modules`.
 *
 * @param {string} folder
 * @returns {boolean}
 */
function isModulePackage(folder) {
  if (path.basename(folder) === "node_modules") return false;
  const manifest = path.join(folder, "package.json");
  if (existsSync(manifest)) {
    try {
      return JSON.parse(readFileSync(manifest, "utf8"))?.type === "module";
    } catch (error) {
      console.warn(`${manifest} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = path.dirname(folder);
  return parent !== folder && isModulePackage(parent);
}

/**
 * @param {any} container
 * @param {string} property `a.b.c`
 */
function find(container, property) {
  return property.split(".").reduce((nested, key) => nested && nested[key], container);
}

/**
 * Node.js 24 refuses what looks like a callback handler; before, it is a warning.
 *
 * @param {Function} handler
 * @param {number} runtimeMajor
 */
function checkCallbackStyle(handler, runtimeMajor) {
  if (handler.length < 3) return;
  if (runtimeMajor >= 24) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  }
  const isAsync = handler.constructor?.name === "AsyncFunction";
  if (!isAsync && process.env["AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING"] === undefined) {
    console.warn(
      "AWS Lambda plans to remove support for callback-based function handlers starting with Node.js 24. You will need to update this function to use an async handler to use Node.js 24 or later. For more information and to provide feedback on this change, see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/137. To disable this warning, set the AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable.",
    );
  }
}

/** @param {SyntaxError} error */
function syntaxError(error) {
  const reported = new RuntimeError("UserCodeSyntaxError", String(error));
  // The stack of a SyntaxError begins with the file and line at fault.
  if (error.stack !== undefined) reported.stack = error.stack;
  return reported;
}

/**
 * The last file of a "Require stack" is this program, wherever it was installed; on AWS it is the runtime's.
 *
 * @param {string} message
 */
function withoutBootstrap(message) {
  return message.replaceAll(fileURLToPath(import.meta.url), "/var/runtime/index.mjs");
}
