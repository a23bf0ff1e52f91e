import { Writable } from "node:stream";
import { RuntimeError, errorPayload } from "./errors.mjs";

/**
 * The stream a streaming handler writes its response to. The request to the Runtime API starts with the first
 * byte, so an error before it is an ordinary one.
 */
export class ResponseStream extends Writable {
  /**
   * AWS's name: libraries that don't use `awslambda.HttpResponseStream` set it themselves.
   *
   * @type {((write: (chunk: string | Uint8Array) => void) => void) | undefined}
   */
  _onBeforeFirstWrite;
  /** @type {(contentType: string) => import("./runtime-api.mjs").StreamedPost} */
  #open;
  /** @type {import("./runtime-api.mjs").StreamedPost | undefined} */
  #post;
  #contentType = "application/octet-stream";

  /**
   * @param {(contentType: string) => import("./runtime-api.mjs").StreamedPost} open starts the request
   * @param {number | undefined} highWaterMark in bytes
   */
  constructor(open, highWaterMark) {
    super({ ...(highWaterMark === undefined ? {} : { highWaterMark }) });
    this.#open = open;
  }

  get hasStarted() {
    return this.#post !== undefined;
  }

  /** @param {string} contentType */
  setContentType(contentType) {
    if (this.#post) throw new RuntimeError("InvalidStreamingOperation", "Cannot set content-type, too late.");
    this.#contentType = contentType;
  }

  /**
   * Anything but text and bytes is written as JSON.
   *
   * @param {any} chunk
   * @param {any} [encoding]
   * @param {any} [callback]
   * @override
   */
  write(chunk, encoding, callback) {
    const data = typeof chunk === "string" || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk);
    return super.write(data, encoding, callback);
  }

  /**
   * @param {Buffer} chunk
   * @param {BufferEncoding} encoding
   * @param {(error?: Error | null) => void} callback
   * @override
   */
  _write(chunk, encoding, callback) {
    this.#start().request.write(chunk, encoding, callback);
  }

  /**
   * @param {(error?: Error | null) => void} callback
   * @override
   */
  _final(callback) {
    this.#start().request.end(() => callback());
  }

  /** Resolves when the Runtime API has taken the whole response. */
  async completed() {
    await this.#post?.answered;
  }

  /**
   * Ends a response that has begun with the error in its trailers.
   *
   * @param {unknown} error
   */
  async fail(error) {
    const post = this.#start();
    const payload = errorPayload(error);
    post.request.addTrailers({
      "Lambda-Runtime-Function-Error-Type": payload.errorType.replace(/[^\x20-\x7e]/g, "?"),
      "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(payload)).toString("base64"),
    });
    post.request.end();
    this.destroy();
    await post.answered;
  }

  #start() {
    if (!this.#post) {
      const { request } = (this.#post = this.#open(this.#contentType));
      this._onBeforeFirstWrite?.((chunk) => void request.write(chunk));
    }
    return this.#post;
  }
}
