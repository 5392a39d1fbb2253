/**
 * Where the phone is, asked of its receiver once. The browser asks the user first.
 */
import { unreachable } from "../../shared/unreachable";
import type { Position } from "../../values/types";

export type Whereabouts =
  | { readonly kind: "here"; readonly position: Position }
  /** The user, or whoever set up the phone, does not let us know. */
  | { readonly kind: "refused" }
  /** No receiver, no signal, or not in time. */
  | { readonly kind: "unknown" };

/** What of the browser finds places; a test brings its own. */
export type Receiver = Pick<Geolocation, "getCurrentPosition">;

const PATIENCE = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 } as const;

export function whereabouts(receiver: Receiver | undefined = navigator.geolocation): Promise<Whereabouts> {
  return new Promise((resolve) => {
    if (!receiver) return resolve({ kind: "unknown" });
    receiver.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy }, timestamp }) =>
        resolve({
          kind: "here",
          position: { lat: latitude, lon: longitude, accuracy, at: new Date(timestamp).toISOString() },
        }),
      ({ code, PERMISSION_DENIED }) => resolve({ kind: code === PERMISSION_DENIED ? "refused" : "unknown" }),
      PATIENCE,
    );
  });
}

export type WhereaboutsText = "mobile.form.position.refused" | "mobile.form.position.unknown";

export function whereaboutsText(kind: Exclude<Whereabouts["kind"], "here">): WhereaboutsText {
  switch (kind) {
    case "refused":
      return "mobile.form.position.refused";
    case "unknown":
      return "mobile.form.position.unknown";
    default:
      return unreachable(kind);
  }
}
