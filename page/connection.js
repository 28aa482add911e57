// A lost connection: what failed is tried again, at once when the network is back, else after
// longer and longer pauses.

const [shortest, longest] = [2_000, 30_000];

export class Connection {
  #retry;
  #pause = shortest;
  #timer = 0;

  /** `retry` is called while the connection is lost, until `found` is. */
  constructor(retry) {
    this.#retry = retry;
    addEventListener("online", () => { if (this.isLost) this.try(); });
    document.addEventListener("visibilitychange", () => {
      if (this.isLost && !document.hidden) this.try();
    });
  }

  isLost = false;

  lost() {
    this.isLost = true;
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.try(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, longest);
  }

  /** Tries now. */
  try() {
    this.#stop();
    this.#retry();
  }

  /** An answer has come; tells whether the connection was lost until then. */
  found() {
    const wasLost = this.isLost;
    this.#stop();
    this.isLost = false;
    this.#pause = shortest;
    return wasLost;
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
