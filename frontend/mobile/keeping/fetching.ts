/**
 * Getting a record to this phone that is not on it: read at the office, remembered there, and pulled.
 */
import { effect } from "@preact/signals";
import type { RecordDocument } from "../../protocol";
import type { OpenApp } from "../open-app";

/** How long it is waited for after the office has given it; it comes all the same. */
const PATIENCE = 10_000;

/** While it is so, that something came is no news: it was asked for. */
export const FETCHING = "news/fetching";

/**
 * Resolves to whether it has arrived.
 *
 * @param read told what the office has, as soon as it has told
 * @throws ProblemError, Unreachable
 */
export async function fetchRecord(
  app: OpenApp,
  entity: string,
  record: string,
  read: (document: RecordDocument) => void = () => {},
): Promise<boolean> {
  const office = await app.office();
  app.memory.note(FETCHING, true);
  try {
    read(await office.openRecord(entity, record));
    await app.core.sync.syncNow();
    return await arrival(app, entity, record);
  } finally {
    app.memory.forget(FETCHING);
  }
}

/** Wait until a record is held, but not for ever. */
function arrival(app: OpenApp, entity: string, record: string): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = () => {};
    const end = (arrived: boolean) => {
      forget();
      queueMicrotask(() => stop());
      resolve(arrived);
    };
    const forget = app.ports.clock.after(PATIENCE, () => end(false));
    stop = effect(() => {
      if (app.core.replica.records.held(entity, record)) end(true);
    });
  });
}
