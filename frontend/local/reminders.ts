/**
 * What a user wants to be reminded of once the office can be reached: notes to himself, on this phone alone.
 *
 * A note names what is to be done and to which record; it holds no value of one. It does nothing by itself.
 */
import { put, remove, type Storage } from "./storage";

/** What needs the office. */
export type Deed =
  | {
      readonly kind: "action";
      readonly workspace: string;
      readonly action: string;
      readonly entity: string;
      /** Null: a new one. */
      readonly record: string | null;
    }
  | { readonly kind: "history"; readonly entity: string; readonly record: string };

export interface Reminder {
  readonly deed: Deed;
  /** The address at which it can be done. */
  readonly path: string;
  /** The draft of the form, should there be one by then. */
  readonly draft?: string;
  /** UTC instant. */
  readonly at: string;
  /** The user has been told that the office can be reached. */
  readonly told: boolean;
}

const PREFIX = "reminder/";

/** One deed is reminded of once. */
export function deedKey(deed: Deed): string {
  const { kind, entity, record } = deed;
  const what = kind === "action" ? [deed.workspace, deed.action] : [];
  return [kind, ...what, entity, record ?? ""].join("/");
}

/** Return the reminders on this phone, the oldest first. @throws StorageFailed */
export async function reminders(storage: Storage): Promise<readonly Reminder[]> {
  const [found = []] = await storage.readAll("draft.read", [{ store: "kv", prefix: PREFIX }]);
  return found.map(({ value }) => value as Reminder).sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** @throws StorageFailed */
export async function keepReminders(storage: Storage, some: readonly Reminder[]): Promise<void> {
  const writes = some.map((one) => put("kv", `${PREFIX}${deedKey(one.deed)}`, one));
  await storage.commit("draft.keep", writes, "strict");
}

/** @throws StorageFailed */
export async function dropReminders(storage: Storage, deeds: readonly Deed[]): Promise<void> {
  const writes = deeds.map((deed) => remove("kv", `${PREFIX}${deedKey(deed)}`));
  await storage.commit("draft.keep", writes, "relaxed");
}
