/**
 * What is on this phone taken off it, at its user's wish: what came from the office, or all.
 *
 * A whole copy comes again with the next sync; a pull that is under way finds that its copy is gone, and begins anew.
 */
import { type Checkpoint, KV, LAYOUTS, PAGES } from "../local/database";
import type { Replica } from "../local/replica";
import { clear, put, remove } from "../local/storage";
import { unstaged } from "./snapshot";

/**
 * Take away what came from the office. What is the user's own stays: changes that wait or were refused, drafts, photos,
 * conflicts that he has to settle; and what the phone works by.
 *
 * @throws StorageFailed
 */
export async function clearCopy(replica: Replica): Promise<void> {
  await replica.finishApply();
  await replica.locks.exclusive(replica.lock, async () => {
    const before = replica.checkpoint.peek();
    const emptied: Checkpoint | null = before && { ...before, cursor: "", counts: {} };
    const writes = [
      ...(await unstaged(replica)),
      ...(["pack", "row", "trace"] as const).map((store) => clear(store, "")),
      clear("kv", PAGES),
      ...[KV.thaw, KV.news, KV.checked].map((key) => remove("kv", key)),
      ...(emptied ? [put("kv", KV.checkpoint, emptied)] : []),
    ];
    await replica.storage.commit("pull.restart", writes, "strict");
    await replica.reloadHeld();
  });
}

/**
 * Take away all, unsent work too. The phone still knows which device it is: the office is not to think that the browser
 * has lost the store.
 *
 * @throws StorageFailed
 */
export async function emptyStore(replica: Replica): Promise<void> {
  await replica.locks.exclusive(replica.lock, async () => {
    const device = await replica.storage.read("reload.state", "kv", KV.device);
    const stores = LAYOUTS.flat().map((store) => clear(store, ""));
    const writes = device ? [...stores, put("kv", KV.device, device)] : stores;
    await replica.storage.commit("pull.restart", writes, "strict");
    await replica.reloadHeld();
  });
}
