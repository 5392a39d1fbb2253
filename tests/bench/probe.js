/**
 * What a page tells a benchmark of itself, from its first moment: bytes that came in, and for our app the moments
 * of its conversation. It changes nothing while nobody cuts the network.
 */
(() => {
  performance.setResourceTimingBufferSize(50_000);
  const probe = {
    socketBytes: 0,
    opened: null,
    checkpoints: [],
    cut: false,
    sockets: new Set(),
    kept: [],
    answered: new Map(),
    seen: {},
  };
  globalThis.probe = probe;

  probe.bytes = () =>
    probe.socketBytes +
    performance
      .getEntriesByType("resource")
      .filter(({ initiatorType }) => initiatorType === "fetch" || initiatorType === "xmlhttprequest")
      .reduce((sum, { transferSize, encodedBodySize }) => sum + (transferSize || encodedBodySize), 0);

  const sizeOf = (data) => (typeof data === "string" ? data.length : (data.byteLength ?? data.size ?? 0));
  const NativeSocket = globalThis.WebSocket;
  globalThis.WebSocket = class extends NativeSocket {
    constructor(url, ...more) {
      super(probe.cut ? "ws://localhost:9/" : url, ...more);
      probe.opened ??= performance.now();
      probe.sockets.add(this);
      this.addEventListener("message", ({ data }) => {
        probe.socketBytes += sizeOf(data);
      });
      this.addEventListener("close", () => probe.sockets.delete(this));
    }
  };

  const nativeFetch = globalThis.fetch;
  globalThis.fetch = (...request) =>
    probe.cut ? Promise.reject(new TypeError("the network is cut")) : nativeFetch(...request);

  /** Let the page be offline until `restore`. */
  probe.cutOff = () => {
    probe.cut = true;
    for (const socket of probe.sockets) socket.close();
  };
  probe.restore = () => {
    probe.cut = false;
    probe.opened = null;
    dispatchEvent(new Event("online"));
  };

  /** Milliseconds of the clock. */
  probe.wall = () => performance.timeOrigin + performance.now();

  /** Note when words such as `seen-1-7` come to stand in the page. */
  probe.watch = () => {
    const note = (text) => {
      const [word] = text?.match(/seen-\d+-\d+/) ?? [];
      if (word) probe.seen[word] ??= probe.wall();
    };
    new MutationObserver((moved) => {
      for (const { target, addedNodes } of moved) {
        if (target.nodeType === Node.TEXT_NODE) note(target.data);
        for (const node of addedNodes) note(node.textContent);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  };

  // Our app keeps a checkpoint in the commit by which everything before it counts, and each change's answer.
  const nativePut = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    if (this.name === "kv" && key === "checkpoint" && value?.cursor) {
      this.transaction.addEventListener("complete", () => {
        probe.checkpoints.push({ at: performance.now(), head: value.head, counts: value.counts });
      });
    }
    if (this.name === "change" && value?.number === null) {
      this.transaction.addEventListener("complete", () => probe.kept.push(value));
    }
    if (this.name === "change" && value?.outcome && !probe.answered.has(value.id)) {
      const { id, outcome } = value;
      this.transaction.addEventListener("complete", () => {
        if (!probe.answered.has(id))
          probe.answered.set(id, { at: performance.now(), status: outcome.status });
      });
    }
    return key === undefined ? nativePut.call(this, value) : nativePut.call(this, value, key);
  };
})();
