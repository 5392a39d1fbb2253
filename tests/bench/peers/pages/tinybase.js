/** TinyBase in the browser: a store in memory, kept in IndexedDB as a whole. */
import { createMergeableStore } from "tinybase";
import { createIndexedDbPersister } from "tinybase/persisters/persister-indexed-db";
import { createWsSynchronizer } from "tinybase/synchronizers/synchronizer-ws-client";
import { officeHas, until } from "../waiting.js";

const REQUEST_SECONDS = 120;
let store;
let persister;
let office;
let control;

async function connected() {
  const synchronizer = await createWsSynchronizer(store, new WebSocket(office), REQUEST_SECONDS);
  await synchronizer.startSync();
  return synchronizer;
}

const noted = (note) =>
  store.getRowIds("orders").filter((id) => store.getCell("orders", id, "note") === note).length;

globalThis.peer = {
  async open({ sync, ...given }) {
    ({ control } = given);
    office = sync.replace("http", "ws");
    store = createMergeableStore();
    persister = createIndexedDbPersister(store, "orders");
    await persister.load();
  },
  async first(count) {
    const begun = performance.now();
    const synchronizer = await connected();
    await until(() => store.getRowCount("orders") >= count);
    await persister.save();
    const took = performance.now() - begun;
    await synchronizer.destroy();
    return took;
  },
  rest() {},
  async delta(note, count) {
    const begun = performance.now();
    let came = 0;
    const listener = store.addCellListener("orders", null, "note", (_store, _table, _row, _cell, value) => {
      if (value === note) came += 1;
    });
    const synchronizer = await connected();
    await until(() => came >= count);
    await persister.save();
    const took = performance.now() - begun;
    store.delListener(listener);
    await synchronizer.destroy();
    return took;
  },
  async edit(note, ids) {
    store.transaction(() => {
      for (const id of ids) store.setCell("orders", id, "note", note);
    });
    await persister.save();
  },
  async push(note, ids) {
    const begun = performance.now();
    const synchronizer = await connected();
    await officeHas(control, ids.at(-1), note);
    const took = performance.now() - begun;
    await synchronizer.destroy();
    return took;
  },
  count: async (note) => (note === null ? store.getRowCount("orders") : noted(note)),
};
