/** TinyBase's WebSocket synchroniser; its store stays in memory, which is its best case. */
import { createMergeableStore } from "tinybase";
import { createCustomPersister } from "tinybase/persisters";
import { createWsServer } from "tinybase/synchronizers/synchronizer-ws-server";
import { WebSocketServer } from "ws";
import { readRecords, serveControl } from "../control.mjs";

const records = await readRecords();
const store = createMergeableStore("office");
store.transaction(() => {
  for (const { id, ...values } of records) store.setRow("orders", id, values);
});
const keepsNothing = () => {
  const nothing = async () => undefined;
  return createCustomPersister(
    store,
    nothing,
    nothing,
    () => 0,
    () => undefined,
    undefined,
    3,
  );
};
const port = Number(process.env.SYNC_PORT);
createWsServer(
  new WebSocketServer({ port, host: "127.0.0.1", maxPayload: 1 << 30, perMessageDeflate: false }),
  keepsNothing,
);
serveControl(Number(process.env.PORT), {
  ids: records.map(({ id }) => id),
  count: async () => store.getRowCount("orders"),
  noted: async (note) =>
    store.getRowIds("orders").filter((id) => store.getCell("orders", id, "note") === note).length,
  note: async (id) => store.getCell("orders", id, "note"),
  change: async (ids, note) =>
    store.transaction(() => {
      for (const id of ids) store.setCell("orders", id, "note", note);
    }),
});
