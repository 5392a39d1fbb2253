/**
 * What pages ask of the office while there is a network: filters, and records that are not on this phone.
 *
 * Everything else goes through the outbox and the pulls. Loaded when a page first asks.
 */
import type { Replica } from "../local/replica";
import type { Client } from "../rest/client";
import {
  activateFilter,
  changeFilter,
  createFilter,
  listFilters,
  previewFilter,
  removeFilter,
  resetFilters,
} from "../rest/filters";
import { countFigures, findHolder, readHistory, readShares } from "../rest/records";
import type { Clock } from "../shared/clock";
import type { NewId } from "../shared/ids";
import { exchangeDrafts } from "../sync/draft-exchange";
import { listAtOffice, openAtOffice, tellRecents } from "../sync/recents";
import type { OfficePort } from "./ports";

export function officeOf(replica: Replica, client: Client, clock: Clock, newId: NewId): OfficePort {
  // What was read is told at once, so that the next pull brings it.
  const tell = () => tellRecents(replica, client, new AbortController().signal).catch(() => undefined);
  return {
    listFilters: () => listFilters(client),
    saveFilter: (id, filter) => (id ? changeFilter(client, id, filter) : createFilter(client, filter)),
    removeFilter: (id) => removeFilter(client, id),
    activateFilter: (id, active) => activateFilter(client, id, active),
    resetFilters: () => resetFilters(client),
    previewFilter: (trial, signal) => previewFilter(client, trial, signal),
    async openRecord(entity, record) {
      const found = await openAtOffice(replica, client, entity, record);
      await tell();
      return found;
    },
    async openList(entity, name, query) {
      const found = await listAtOffice(replica, client, clock, entity, name, query);
      if (name !== null && !query.after) await tell();
      return found;
    },
    listShares: (entity, record) => readShares(client, entity, record),
    readHistory: (entity, record, after) => readHistory(client, entity, record, after),
    findHolder: (entity, field, value) => findHolder(client, entity, field, value),
    exchangeDrafts: (isOpen) => exchangeDrafts({ storage: replica.storage, client, newId, isOpen }),
    countFigures: (entity, asked) => countFigures(client, entity, asked),
  };
}
