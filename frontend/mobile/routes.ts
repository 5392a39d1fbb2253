/**
 * The pages of the phone app and their addresses. Pure.
 */
import { unreachable } from "../shared/unreachable";

export type Route =
  | { readonly kind: "home" }
  | { readonly kind: "workspace"; readonly workspace: string }
  | { readonly kind: "page"; readonly workspace: string; readonly page: string; readonly record?: string }
  | {
      readonly kind: "action";
      readonly workspace: string;
      readonly action: string;
      readonly record?: string;
      /** The page that it was started from. */
      readonly from?: string;
    }
  /** What was found on this phone: everywhere, or in one workspace; of every kind of record, or of one. */
  | {
      readonly kind: "search";
      readonly workspace?: string;
      /** What an address from elsewhere asks for; the app's own have no words: the browser remembers them. */
      readonly typed?: string;
      readonly entity?: string;
    }
  | { readonly kind: "outbox" }
  /** A change that waits or was refused, to be looked at and altered. */
  | { readonly kind: "change"; readonly change: string }
  /** A form that was begun and not saved. */
  | { readonly kind: "draft"; readonly draft: string }
  /** What this phone keeps: the filters. */
  | { readonly kind: "filters" }
  /** One filter being written, by its id or its draft's. */
  | { readonly kind: "filter"; readonly filter: string }
  | { readonly kind: "status" }
  | { readonly kind: "more" }
  | { readonly kind: "nowhere" };

export const HOME = "/app/";

const SINGLE = { outbox: "outbox", filters: "filters", status: "status", more: "more" } as const;

const MORE: ReadonlySet<Route["kind"]> = new Set(["more", "status", "filters", "filter"]);

export function routeOf(path: string): Route {
  const { pathname, searchParams } = new URL(path, "https://app.invalid");
  const parts = pathname
    .replace(/^\/app\/?/, "")
    .split("/")
    .filter(Boolean)
    .map(decoded);
  const [first, second, third, fourth, fifth, ...more] = parts;
  if (!pathname.startsWith("/app") || more.length > 0) return { kind: "nowhere" };
  if (first === undefined) return { kind: "home" };
  if (first === "search" && second === undefined) return { kind: "search", ...sought(searchParams) };
  if (first === "outbox" && second !== undefined && third === undefined)
    return { kind: "change", change: second };
  if (first === "drafts" && second !== undefined && third === undefined)
    return { kind: "draft", draft: second };
  if (first === "filters" && second !== undefined && third === undefined)
    return { kind: "filter", filter: second };
  if (second === undefined)
    return first in SINGLE ? { kind: SINGLE[first as keyof typeof SINGLE] } : { kind: "nowhere" };
  if (first !== "w") return { kind: "nowhere" };
  if (third === undefined) return { kind: "workspace", workspace: second };
  if (third === "search" && fourth === undefined)
    return { kind: "search", workspace: second, ...sought(searchParams) };
  const record = fifth === undefined ? {} : { record: fifth };
  if (fourth === undefined) return { kind: "nowhere" };
  if (third === "p") return { kind: "page", workspace: second, page: fourth, ...record };
  if (third !== "a") return { kind: "nowhere" };
  const from = searchParams.get("from");
  return { kind: "action", workspace: second, action: fourth, ...record, ...(from && { from }) };
}

export function pathOf(route: Route): string {
  switch (route.kind) {
    case "home":
    case "nowhere":
      return HOME;
    case "workspace":
      return `${HOME}${joined("w", route.workspace)}`;
    case "page":
      return `${HOME}${joined("w", route.workspace, "p", route.page, route.record)}`;
    case "action": {
      const query = route.from ? `?from=${encodeURIComponent(route.from)}` : "";
      return `${HOME}${joined("w", route.workspace, "a", route.action, route.record)}${query}`;
    }
    case "search": {
      const query = route.entity ? `?in=${encodeURIComponent(route.entity)}` : "";
      const path = route.workspace === undefined ? "search" : joined("w", route.workspace, "search");
      return `${HOME}${path}${query}`;
    }
    case "change":
      return `${HOME}${joined("outbox", route.change)}`;
    case "draft":
      return `${HOME}${joined("drafts", route.draft)}`;
    case "filter":
      return `${HOME}${joined("filters", route.filter)}`;
    case "outbox":
    case "filters":
    case "status":
    case "more":
      return `${HOME}${route.kind}`;
    default:
      return unreachable(route);
  }
}

/** The tab that a page belongs to. */
export function tabOf({ kind }: Route): "home" | "outbox" | "more" {
  if (kind === "outbox" || kind === "change" || kind === "draft") return "outbox";
  return MORE.has(kind) ? "more" : "home";
}

/** What a search's address says beside where it is. */
function sought(query: URLSearchParams): { readonly typed?: string; readonly entity?: string } {
  const typed = query.get("q");
  const entity = query.get("in");
  return { ...(typed && { typed }), ...(entity && { entity }) };
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.flatMap((part) => (part === undefined ? [] : encodeURIComponent(part))).join("/");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
