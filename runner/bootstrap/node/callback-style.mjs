/** @type {(() => void) | undefined} */
let onIdle;

process.on("beforeExit", () => {
  const listener = onIdle;
  onIdle = undefined;
  listener?.();
});

/**
 * Resolves when nothing is left to run: no timer, no socket, no pending work. The newest caller alone is told.
 *
 * @returns {Promise<void>}
 */
export function whenIdle() {
  return new Promise((resolve) => {
    onIdle = resolve;
  });
}

/**
 * Calls a handler of the runtimes before Node.js 24, which may answer by promise, by callback, through
 * `context.done`, `succeed` or `fail`, or not at all: `null` is the result when the event loop runs empty.
 *
 * @param {(...parameters: any[]) => unknown} handler
 * @param {unknown} event
 * @param {object} context completed here with the members of that style
 * @returns {Promise<unknown>} rejects with the error the handler gave
 */
export function runCallbackStyle(handler, event, context) {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    let waitsForEmptyEventLoop = true;

    /** @param {() => void} answer only the first one counts */
    const once = (answer) => {
      if (isAnswered) return;
      isAnswered = true;
      onIdle = undefined;
      answer();
    };
    /** @type {(error?: unknown, result?: unknown) => void} */
    const done = (error, result) => once(() => (isGiven(error) ? reject(error) : resolve(result)));
    /** @type {(error?: unknown, result?: unknown) => void} */
    const callback = (error, result) =>
      once(() => {
        if (isGiven(error)) reject(error);
        else if (waitsForEmptyEventLoop) onIdle = () => resolve(result);
        else resolve(result);
      });
    const succeed = (/** @type {unknown} */ result) => done(undefined, result);
    const fail = (/** @type {unknown} */ error) => done(isGiven(error) ? error : "handled");

    const complete = Object.assign(
      {
        get callbackWaitsForEmptyEventLoop() {
          return waitsForEmptyEventLoop;
        },
        set callbackWaitsForEmptyEventLoop(value) {
          waitsForEmptyEventLoop = value;
        },
        succeed,
        fail,
        done,
      },
      context,
    );
    onIdle = () => once(() => resolve(null));
    try {
      const returned = /** @type {any} */ (handler(event, complete, callback));
      if (typeof returned?.then === "function") returned.then(succeed, fail);
    } catch (error) {
      callback(error);
    }
  });
}

/** @param {unknown} error */
function isGiven(error) {
  return error !== undefined && error !== null;
}
