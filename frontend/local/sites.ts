/**
 * Every place in the client that touches the store, by name.
 *
 * Each call of the storage port names its site, so that a test can make the store fail, or the client end, before
 * or after exactly that call, and can say which sites it has not reached.
 */
export const READS = [
  "open.state",
  "reload.state",
  "table.load",
  "apply.packs",
  "apply.traces",
  "journal.pages",
  "snapshot.staged",
  "compaction.read",
  "thaw.read",
  "draft.read",
  "blob.read",
  "sent.read",
  "session.recall",
] as const;

export const COMMITS = [
  "outbox.save",
  "outbox.merge",
  "outbox.discard",
  "outbox.resubmit",
  "outbox.prune",
  "device.begin",
  "hello.propose",
  "hello.welcomed",
  "device.renew",
  "push.number",
  "push.outcomes",
  "metadata.apply",
  "metadata.prompt",
  "hold.keep",
  "pull.plan",
  "pull.page",
  "pull.delta",
  "pull.restart",
  "apply.direct",
  "journal.begin",
  "journal.mask",
  "journal.step",
  "journal.finish",
  "compaction.write",
  "thaw.write",
  "news.seen",
  "draft.keep",
  "recent.note",
  "recent.told",
  "blob.progress",
  "loss.noted",
  "session.remember",
] as const;

export type ReadSite = (typeof READS)[number];
export type CommitSite = (typeof COMMITS)[number];
export type Site = ReadSite | CommitSite;

export const SITES: readonly Site[] = [...READS, ...COMMITS];
