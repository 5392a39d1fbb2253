/** PouchDB in the browser, on its IndexedDB adapter. */
import PouchDB from "pouchdb";

const BATCH = 1000;

let database;
let office;

globalThis.peer = {
  async open({ address }) {
    office = `${address}/orders`;
    database = new PouchDB("orders", { adapter: "idb" });
    await database.info();
  },
  async first() {
    const begun = performance.now();
    await database.replicate.from(office, { batch_size: BATCH });
    return performance.now() - begun;
  },
  /** Both directions once, so that checkpoints stand on both sides. */
  async rest() {
    await database.replicate.from(office, { batch_size: BATCH });
    await database.replicate.to(office, { batch_size: BATCH });
  },
  async delta() {
    const begun = performance.now();
    await database.replicate.from(office, { batch_size: BATCH });
    return performance.now() - begun;
  },
  async edit(note, ids) {
    const { rows } = await database.allDocs({ keys: ids, include_docs: true });
    await database.bulkDocs(rows.map(({ doc }) => ({ ...doc, note })));
  },
  async push() {
    const begun = performance.now();
    await database.replicate.to(office, { batch_size: BATCH });
    return performance.now() - begun;
  },
  async count(note) {
    const { rows } = await database.allDocs({ include_docs: true });
    return rows.filter(({ doc }) => note === null || doc.note === note).length;
  },
};
