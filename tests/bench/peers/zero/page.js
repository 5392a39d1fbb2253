/** Zero in the browser, kept in IndexedDB. */
import { Zero } from "@rocicorp/zero";
import { officeHas, settled, sleep } from "../waiting.js";
import { schema } from "./schema.js";

const STILL = 4000;
let office;
let control;
let zero;
let edited = 0;

const begin = () => {
  zero = new Zero({ server: office, schema, userID: "bench", kvStore: "idb", logLevel: "error" });
};

/** It writes to IndexedDB in the background: the moment after which no more chunks came. */
async function kept() {
  let before = -1;
  let at = performance.now();
  while (performance.now() - at < STILL) {
    await sleep(50);
    let chunks = 0;
    for (const { name } of await indexedDB.databases()) {
      if (!name.startsWith("rep")) continue;
      const database = await settled(indexedDB.open(name));
      if (database.objectStoreNames.contains("chunks")) {
        chunks += await settled(database.transaction("chunks").objectStore("chunks").count());
      }
      database.close();
    }
    if (chunks !== before) {
      before = chunks;
      at = performance.now();
    }
  }
  return at;
}

globalThis.peer = {
  async open({ sync, ...given }) {
    office = sync;
    ({ control } = given);
    begin();
  },
  async first() {
    const begun = performance.now();
    await zero.query.orders.preload().complete;
    const inMemory = performance.now();
    return Math.max(inMemory, await kept()) - begun;
  },
  async rest() {
    await sleep(1500);
    await zero.close();
  },
  async delta(note, count) {
    const begun = performance.now();
    begin();
    zero.query.orders.preload();
    await new Promise((done) => {
      const view = zero.query.orders.where("note", "=", note).materialize();
      view.addListener((found) => {
        if (found.length < count) return;
        view.destroy();
        done();
      });
    });
    return performance.now() - begun;
  },
  /** It does not stay offline with edits for long, so it is online: its time begins with the edits. */
  async edit(note, ids) {
    edited = performance.now();
    await zero.mutateBatch(async (batch) => {
      for (const id of ids) await batch.orders.update({ id, note });
    });
  },
  async push(note, ids) {
    await officeHas(control, ids.at(-1), note);
    return performance.now() - edited;
  },
  async count(note) {
    const found = await zero.query.orders.run();
    return found.filter((one) => note === null || one.note === note).length;
  },
};
