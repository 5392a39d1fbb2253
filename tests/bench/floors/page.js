/**
 * The floors in the browser: what the device can do at all.
 *
 * `put`: one IndexedDB value a record, from memory. `rows`: the same from the network. `chunks`: lines from the
 * network, a thousand of them as one value; changed ones as rows beside them.
 */
const settled = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
const committed = (transaction) =>
  new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
const PUT_AT_ONCE = 5000;
const CHUNK = 1000;

let address;
let mode;
let database;
let since = 0;

function relaxed(store) {
  return database.transaction(store, "readwrite", { durability: "relaxed" });
}

async function take(first) {
  const reply = await fetch(`${address}/lines?since=${since}`);
  since = Number(reply.headers.get("X-Seq"));
  const reader = reply.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let waiting = [];
  let chunks = 0;
  let count = 0;
  let last;
  const keep = (lines) => {
    if (lines.length === 0) return;
    count += lines.length;
    const text = `[${lines.join(",")}]`;
    const inChunks = mode === "chunks" && first;
    const transaction = relaxed(inChunks ? "chunks" : "rows");
    if (inChunks) transaction.objectStore("chunks").put(text, chunks);
    else for (const record of JSON.parse(text)) transaction.objectStore("rows").put(record);
    chunks += 1;
    transaction.commit();
    last = committed(transaction);
  };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop();
    waiting.push(...lines);
    while (waiting.length >= CHUNK) keep(waiting.splice(0, CHUNK));
  }
  keep(waiting);
  waiting = [];
  await last;
  return count;
}

async function putAll(records) {
  let last;
  for (let from = 0; from < records.length; from += PUT_AT_ONCE) {
    const transaction = relaxed("rows");
    for (const record of records.slice(from, from + PUT_AT_ONCE)) transaction.objectStore("rows").put(record);
    transaction.commit();
    last = committed(transaction);
  }
  await last;
}

/** Every record as it stands. */
async function everything() {
  const transaction = database.transaction(["rows", "chunks"]);
  const chunks = await settled(transaction.objectStore("chunks").getAll());
  const rows = await settled(transaction.objectStore("rows").getAll());
  const records = new Map(chunks.flatMap((text) => JSON.parse(text)).map((one) => [one.id, one]));
  for (const row of rows) records.set(row.id, row);
  return records;
}

globalThis.peer = {
  async open(options) {
    address = options.address;
    mode = options.mode;
    const opening = indexedDB.open("orders", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("rows", { keyPath: "id" });
      opening.result.createObjectStore("chunks");
      opening.result.createObjectStore("outbox");
    };
    database = await settled(opening);
    if (mode !== "put") return;
    const text = await (await fetch(`${address}/lines?since=0`)).text();
    this.records = JSON.parse(`[${text.trimEnd().replaceAll("\n", ",")}]`);
  },
  async first() {
    const begun = performance.now();
    if (mode === "put") await putAll(this.records);
    else await take(true);
    return performance.now() - begun;
  },
  /** Nothing is open between two deltas. */
  rest() {},
  async delta() {
    const begun = performance.now();
    await take(false);
    return performance.now() - begun;
  },
  async count(note) {
    const records = await everything();
    return [...records.values()].filter((one) => note === null || one.note === note).length;
  },
  async edit(note, ids) {
    const records = await everything();
    const transaction = relaxed(["rows", "outbox"]);
    for (const id of ids) {
      transaction.objectStore("rows").put({ ...records.get(id), note });
      transaction.objectStore("outbox").put(id, id);
    }
    transaction.commit();
    await committed(transaction);
  },
  /** All in one request; the outbox is emptied once the server has committed. */
  async push() {
    const begun = performance.now();
    const reading = database.transaction(["rows", "outbox"]);
    const ids = await settled(reading.objectStore("outbox").getAllKeys());
    const rows = await Promise.all(ids.map((id) => settled(reading.objectStore("rows").get(id))));
    const reply = await fetch(`${address}/push`, { method: "POST", body: JSON.stringify(rows) });
    since = (await reply.json()).seq;
    const writing = relaxed("outbox");
    writing.objectStore("outbox").clear();
    writing.commit();
    await committed(writing);
    return performance.now() - begun;
  },
  /** Take records as the server tells them, keep them, and show the note. */
  async live() {
    const socket = new WebSocket(`${address.replace("http", "ws")}/live`);
    await new Promise((done, failed) => {
      socket.onopen = done;
      socket.onerror = failed;
    });
    socket.onmessage = async ({ data }) => {
      const record = JSON.parse(data);
      const transaction = relaxed("rows");
      transaction.objectStore("rows").put(record);
      transaction.commit();
      await committed(transaction);
      document.body.textContent = record.note;
    };
  },
};
