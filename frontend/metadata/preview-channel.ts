/**
 * What the designer and the preview in its frame say to each other, by `postMessage` on the page's own origin.
 */
import type { EffectiveMetadata, Put } from "../protocol";

/** Made-up records, and which of the made-up people the preview belongs to. */
export interface PracticeRecords {
  readonly person: string;
  readonly name: string;
  readonly put: readonly Put[];
}

/** A node of the workspace by its address: `pages/orders/blocks/rows`. */
export type NodeAddress = string;

export type ToPreview =
  | {
      readonly satchel: "preview";
      readonly kind: "show";
      readonly metadata: EffectiveMetadata;
      readonly practice: PracticeRecords;
      /** The page that is open at first: `/app/w/<workspace>`. */
      readonly path: string;
    }
  | { readonly satchel: "preview"; readonly kind: "metadata"; readonly metadata: EffectiveMetadata }
  | { readonly satchel: "preview"; readonly kind: "practice"; readonly practice: PracticeRecords }
  | {
      readonly satchel: "preview";
      readonly kind: "look";
      readonly theme: "light" | "dark";
      readonly language: string;
      /** Whatever the language: how the design stands the other way round. */
      readonly rightToLeft: boolean;
      /** The browser's text twice as large. */
      readonly largeText: boolean;
    }
  | {
      readonly satchel: "preview";
      readonly kind: "mark";
      readonly selected: NodeAddress | null;
      readonly hovered: NodeAddress | null;
      /** A click chooses a node instead of using the app. */
      readonly choosing: boolean;
    }
  | { readonly satchel: "preview"; readonly kind: "go"; readonly path: string };

export type FromPreview =
  | { readonly satchel: "designer"; readonly kind: "ready" }
  | { readonly satchel: "designer"; readonly kind: "chosen"; readonly node: NodeAddress }
  | { readonly satchel: "designer"; readonly kind: "place"; readonly path: string }
  | { readonly satchel: "designer"; readonly kind: "pressed"; readonly pressed: DesignerKey };

/** A key pressed in the phone that is the designer's. */
export interface DesignerKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** F6 goes on to another pane, Ctrl-K finds anything. */
export function isDesignerKey({ key, ctrlKey, metaKey }: DesignerKey): boolean {
  return key === "F6" || ((ctrlKey || metaKey) && key.toLowerCase() === "k");
}

/** Return the message if it came from the window it must come from, on our own origin. */
export function messageFrom<M extends { readonly satchel: string }>(
  event: MessageEvent,
  source: MessageEventSource | null,
  to: M["satchel"],
): M | null {
  if (event.origin !== location.origin || source === null || event.source !== source) return null;
  const data: unknown = event.data;
  if (typeof data !== "object" || data === null || !("satchel" in data) || data.satchel !== to) return null;
  return data as M;
}
