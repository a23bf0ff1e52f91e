import { createRequire } from "node:module";

/**
 * Not by `import`: that evaluates every export, and one of them loads Node's whole fetch (20 ms of each start).
 *
 * @type {typeof import("node:http")}
 */
const http = createRequire(import.meta.url)("node:http");

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {Buffer} body
 */

/**
 * @typedef {object} StreamedPost
 * @property {import("node:http").ClientRequest} request
 * @property {Promise<Answer>} answered
 */

/** Talks to the Runtime API over one connection that is kept open. */
export class RuntimeApi {
  #host;
  #port;
  #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  /** @param {string} address `host:port` */
  constructor(address) {
    const colon = address.lastIndexOf(":");
    this.#host = address.slice(0, colon);
    this.#port = Number(address.slice(colon + 1));
  }

  /** Waits for the next invocation, however long that takes. */
  next() {
    const used = process.resourceUsage();
    const headers = {
      "Pilotlight-Cpu-Us": used.userCPUTime + used.systemCPUTime,
      "Pilotlight-Max-Rss-Kb": used.maxRSS,
    };
    return this.#exchange(this.#options("GET", "invocation/next", headers, this.#agent), undefined);
  }

  /**
   * @param {string} requestId
   * @param {string} json
   */
  async respond(requestId, json) {
    const body = Buffer.from(json);
    const headers = { "Content-Type": "application/json", "Content-Length": body.length };
    const options = this.#options("POST", `invocation/${encodeURIComponent(requestId)}/response`, headers, this.#agent);
    await this.#exchange(options, body);
  }

  /**
   * @param {string} requestId
   * @param {string} contentType
   * @returns {StreamedPost}
   */
  respondStreaming(requestId, contentType) {
    const headers = {
      "Content-Type": contentType,
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Transfer-Encoding": "chunked",
      Trailer: ["Lambda-Runtime-Function-Error-Type", "Lambda-Runtime-Function-Error-Body"],
    };
    const options = this.#options("POST", `invocation/${encodeURIComponent(requestId)}/response`, headers, this.#agent);
    const request = http.request(options);
    const answered = answerTo(request);
    // Awaited when the handler has ended; a failure before that also fails the handler's writes.
    answered.catch(() => {});
    return { request, answered };
  }

  /**
   * @param {string | undefined} requestId undefined for an error of the init phase
   * @param {ReturnType<typeof import("./errors.mjs").errorPayload>} payload
   * @param {string} xrayCause JSON; "" for none
   * @param {{ isLast: boolean }} options `isLast`: the process ends after this, while another request may be waiting
   */
  async reportError(requestId, payload, xrayCause, { isLast }) {
    const body = Buffer.from(JSON.stringify(payload));
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": body.length,
      "Lambda-Runtime-Function-Error-Type": payload.errorType.replace(/[^\x20-\x7e]/g, "?"),
      ...(xrayCause === "" ? {} : { "Lambda-Runtime-Function-XRay-Error-Cause": xrayCause }),
    };
    const path = requestId === undefined ? "init/error" : `invocation/${encodeURIComponent(requestId)}/error`;
    await this.#exchange(this.#options("POST", path, headers, isLast ? false : this.#agent), body);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {import("node:http").OutgoingHttpHeaders} headers
   * @param {import("node:http").Agent | false} agent
   * @returns {import("node:http").RequestOptions}
   */
  #options(method, path, headers, agent) {
    return { host: this.#host, port: this.#port, method, path: `/2018-06-01/runtime/${path}`, headers, agent };
  }

  /**
   * @param {import("node:http").RequestOptions} options
   * @param {Buffer | undefined} body
   * @returns {Promise<Answer>}
   */
  async #exchange(options, body) {
    const request = http.request(options);
    request.end(body);
    try {
      return await answerTo(request);
    } catch (error) {
      // A connection that idled through a long invocation may have been closed by the other side. `next` is not
      // repeated: it always follows an answer at once, and a connection closed while it waits means the end.
      if (body === undefined || !request.reusedSocket) throw error;
      const again = http.request(options);
      again.end(body);
      return await answerTo(again);
    }
  }
}

/**
 * @param {import("node:http").ClientRequest} request
 * @returns {Promise<Answer>}
 */
function answerTo(request) {
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
  });
}
