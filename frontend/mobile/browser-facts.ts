/**
 * What this browser can do for the app in the background: from feature tests, never from its name.
 */
import type { Abilities, Ability } from "./ports";

const SCOPE = "/app/";

/** What of the browser is looked at. */
export interface Around {
  readonly registration: () => Promise<object | undefined>;
  readonly permission: (name: string) => Promise<PermissionState | null>;
  readonly has: (name: "setAppBadge" | "persist") => boolean;
}

/** The real browser. */
export const browserAround: Around = {
  registration: async () => navigator.serviceWorker?.getRegistration(SCOPE),
  async permission(name) {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      return null;
    }
  },
  has: (name) => (name === "persist" ? Boolean(navigator.storage?.persist) : "setAppBadge" in navigator),
};

export async function abilitiesOf({ registration, permission, has }: Around): Promise<Abilities> {
  const worker = await registration().catch(() => undefined);
  const allowed = async (there: boolean, asked: string): Promise<Ability> => {
    if (!there) return "unavailable";
    return (await permission(asked)) === "denied" ? "blocked" : "available";
  };
  const within = (feature: string, asked: string) => allowed(Boolean(worker && feature in worker), asked);
  return {
    offline: worker ? "available" : "unavailable",
    sync: await within("sync", "background-sync"),
    periodic: await within("periodicSync", "periodic-background-sync"),
    push: await within("pushManager", "notifications"),
    persistent: await allowed(has("persist"), "persistent-storage"),
    badge: has("setAppBadge") ? "available" : "unavailable",
  };
}

/** Whether the app's own files lie here: a worker is only active once it has kept all of them. */
export async function appKept({ registration }: Around): Promise<boolean> {
  const worker = (await registration().catch(() => undefined)) as { active?: unknown } | undefined;
  return Boolean(worker?.active);
}
