/** RxDB in the browser, on its free storage: Dexie over IndexedDB. */
import { createRxDatabase } from "rxdb/plugins/core";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";

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
let collection;

async function replicated() {
  const begun = performance.now();
  const state = replicateRxCollection({
    collection,
    replicationIdentifier: "office",
    live: false,
    waitForLeadership: false,
    pull: {
      batchSize: BATCH,
      async handler(checkpoint, limit) {
        const query = `moment=${checkpoint?.moment ?? 0}&id=${checkpoint?.id ?? ""}&limit=${limit}`;
        const reply = await (await fetch(`${office}/pull?${query}`)).json();
        return { documents: reply.documents, checkpoint: reply.checkpoint ?? checkpoint };
      },
    },
  });
  await state.awaitInitialReplication();
  const took = performance.now() - begun;
  await state.cancel();
  return took;
}

globalThis.peer = {
  async open({ address }) {
    office = address;
    const database = await createRxDatabase({
      name: "orders",
      storage: getRxStorageDexie(),
      multiInstance: false,
      eventReduce: true,
    });
    ({ orders: collection } = await database.addCollections({ orders: { schema } }));
  },
  first: replicated,
  rest: replicated,
  delta: replicated,
  async count(note) {
    const found = await collection.find().exec();
    return found.filter((one) => note === null || one.note === note).length;
  },
};
