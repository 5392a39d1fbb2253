/** RxDB in the browser, on its free storage: Dexie over IndexedDB. */
import { createRxDatabase } from "rxdb/plugins/core";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";
import { Subject } from "rxjs";

const BATCH = 1000;
const text = { type: "string" };
const number = { type: "number" };
const schema = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 40 },
    name: text,
    customer: text,
    status: text,
    currency: text,
    amount_total: text,
    amount_tax: text,
    date_order: text,
    salesperson: text,
    invoiced: { type: "boolean" },
    priority: number,
    tags: text,
    note: text,
    last_seen_at: text,
    updated_at: number,
  },
  required: ["id", "updated_at"],
};

let office;
/** What only pulled before has no knowledge of what the office holds, and would conflict with it. */
let pushing;
let collection;

const push = {
  batchSize: BATCH,
  async handler(rows) {
    return await (await fetch(`${office}/push`, { method: "POST", body: JSON.stringify(rows) })).json();
  },
};

function replication(stream) {
  return replicateRxCollection({
    collection,
    replicationIdentifier: "office",
    live: stream !== undefined,
    waitForLeadership: false,
    ...(pushing && { push }),
    pull: {
      batchSize: BATCH,
      ...(stream && { stream$: stream.asObservable() }),
      async handler(checkpoint, limit) {
        const query = `moment=${checkpoint?.moment ?? 0}&id=${checkpoint?.id ?? ""}&limit=${limit}`;
        const reply = await (await fetch(`${office}/pull?${query}`)).json();
        return { documents: reply.documents, checkpoint: reply.checkpoint ?? checkpoint };
      },
    },
  });
}

async function replicated() {
  const begun = performance.now();
  const state = replication();
  await state.awaitInitialReplication();
  if (pushing) await state.awaitInSync();
  const took = performance.now() - begun;
  await state.cancel();
  return took;
}

globalThis.peer = {
  async open({ address, ...given }) {
    office = address;
    ({ pushing } = given);
    const database = await createRxDatabase({
      name: "orders",
      storage: getRxStorageDexie(),
      multiInstance: false,
      eventReduce: true,
    });
    ({ orders: collection } = await database.addCollections({ orders: { schema } }));
  },
  first: () => replicated(),
  rest: () => replicated(),
  delta: () => replicated(),
  async edit(note, ids) {
    const found = await collection.findByIds(ids).exec();
    await collection.bulkUpsert([...found.values()].map((one) => ({ ...one.toJSON(), note })));
  },
  push: () => replicated(),
  async live() {
    const stream = new Subject();
    const events = new EventSource(`${office}/stream`);
    events.onmessage = ({ data }) => stream.next(JSON.parse(data));
    await replication(stream).awaitInitialReplication();
    collection.$.subscribe(({ documentData }) => {
      document.body.textContent = documentData.note;
    });
  },
  async count(note) {
    const found = await collection.find().exec();
    return found.filter((one) => note === null || one.note === note).length;
  },
};
