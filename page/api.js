// Requests to the server this page came from.

/** A request that the server refused, or that did not reach it, in words. */
export class Refusal extends Error {
  constructor(message, { status = 0, parameter = null } = {}) {
    super(message);
    this.status = status;
    this.parameter = parameter;
  }

  /**
   * Whether the same request may succeed later: the connection is lost, or the server is busy or
   * restarting.
   */
  get isPassing() { return this.status === 0 || this.status === 429 || this.status >= 500; }
}

/** What an answer's problem+json says, for people. */
function words(problem, status) {
  let detail = problem?.detail ?? problem?.title;
  // A polygon's corners are not for reading.
  if (problem?.parameter === "within") {
    detail = detail?.replace(/^.*expected a polygon: /s, "this area cannot be searched: ");
  }
  if (!detail) return `The server answered with status ${status}.`;
  return detail[0].toUpperCase() + detail.slice(1) + (/[.!?]$/.test(detail) ? "" : ".");
}

/**
 * Gets JSON; throws a Refusal, or an AbortError where the signal says so. With `send` it is posted.
 */
export async function get(address, { signal, send } = {}) {
  const began = performance.now();
  const headers = { Accept: "application/json, application/geo+json" };
  const options = send === undefined ? { headers } : {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(send),
  };
  let response, text;
  try {
    // The server tells by a tag whether what the browser has is still right.
    response = await fetch(address, { ...options, signal, cache: "no-cache" });
    text = await response.text();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(
      "The server cannot be reached. It may have been stopped, or the network is down.");
  }
  const milliseconds = performance.now() - began;
  let body = null;
  try { body = JSON.parse(text); } catch { /* An answer of something else; its status tells. */ }
  if (!response.ok) {
    throw new Refusal(
      words(body, response.status), { status: response.status, parameter: body?.parameter });
  }
  if (body == null) {
    throw new Refusal("The server's answer is not JSON.", { status: response.status });
  }
  return { body, milliseconds, bytes: text.length };
}

/** Requests of which only the latest counts: a new one ends the one before. */
export class Latest {
  #controller = null;

  /** The answer; null when a newer request has taken its place. */
  async get(address, options = {}) {
    this.#controller?.abort();
    const controller = this.#controller = new AbortController();
    try {
      return await get(address, { ...options, signal: controller.signal });
    } catch (error) {
      if (error.name === "AbortError") return null;
      throw error;
    }
  }

  stop() { this.#controller?.abort(); }
}
