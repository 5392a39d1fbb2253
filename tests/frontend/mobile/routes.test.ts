import { describe, expect, it } from "vitest";
import { pathOf, type Route, routeOf, tabOf } from "../../../frontend/mobile/routes";
import { pillWords } from "../../../frontend/mobile/sync-view/pill-words";
import { t } from "../../../frontend/shared/messages";
import { nextPath } from "../../../frontend/sign-in/next";
import type { SyncState } from "../../../frontend/sync/status";

const ROUTES: readonly Route[] = [
  { kind: "home" },
  { kind: "workspace", workspace: "sales_orders" },
  { kind: "page", workspace: "sales_orders", page: "orders" },
  { kind: "page", workspace: "sales_orders", page: "order", record: "0190-a" },
  { kind: "action", workspace: "sales_orders", action: "new_order" },
  { kind: "action", workspace: "sales_orders", action: "new_line", record: "0190-a", from: "order_lines" },
  { kind: "search" },
  { kind: "search", workspace: "sales_orders", entity: "customer" },
  { kind: "outbox" },
  { kind: "change", change: "0190-b" },
  { kind: "filters" },
  { kind: "filter", filter: "0190-1" },
  { kind: "status" },
  { kind: "more" },
];

describe("the addresses of the app", () => {
  it("[SEC-11] bring words of a search from elsewhere, and have none of their own", () => {
    const asked = routeOf("/app/search?q=%C3%A5+%26+co&in=customer");

    expect(asked).toEqual({ kind: "search", typed: "å & co", entity: "customer" });
    expect(pathOf(asked)).toBe("/app/search?in=customer");
  });

  it.each(ROUTES)("[APP-02] lead to the page that they were written for: $kind", (route) => {
    const back = routeOf(pathOf(route));

    expect(back).toEqual(route);
  });

  it.each([
    "/app/nothing",
    "/app/w",
    "/app/w/x/y/z",
    "/app/w/x/p",
    "/design",
    "/app/outbox/a/b",
    "/app/filters/a/b",
    "/app/search/x",
    "/app/w/a/search/x",
    "/app/w/a/p/b/c/d",
  ])("that mean nothing lead nowhere: %s", (path) => {
    const { kind } = routeOf(path);

    expect(kind).toBe("nowhere");
  });

  it("belong to the tab below which they stand", () => {
    const tabs = [
      routeOf("/app/w/a/p/b"),
      routeOf("/app/outbox/c"),
      routeOf("/app/status"),
      routeOf("/app/filters/a"),
    ].map(tabOf);

    expect(tabs).toEqual(["home", "outbox", "more", "more"]);
  });
});

describe("where a sign-in leads", () => {
  it.each([
    ["?next=/design/sales?tab=1", "/design/sales?tab=1"],
    ["?next=https://elsewhere.example/", "/app/"],
    ["?next=//elsewhere.example/", "/app/"],
    ["?next=/%5Celsewhere.example/", "/app/"],
    ["?next=javascript:alert(1)", "/app/"],
    ["", "/app/"],
  ])("%s is %s", (search, path) => {
    const next = nextPath(search, "https://satchel.example.com");

    expect(next).toBe(path);
  });
});

describe("the pill", () => {
  const state: Pick<SyncState, "kind" | "at" | "counts" | "remedy" | "progress"> = {
    kind: "upToDate",
    at: "2026-11-21T09:41:00.000Z",
    counts: { waiting: 0, needsYou: 0, files: 0 },
    remedy: null,
    progress: null,
  };
  const none = { waiting: 0, needsYou: 0 };

  it.each([
    [state, none, "mobile.pill.up_to_date_at"],
    [{ ...state, kind: "waiting" as const }, { waiting: 3, needsYou: 0 }, "mobile.pill.to_send"],
    [{ ...state, kind: "waiting" as const }, none, "mobile.pill.files"],
    [{ ...state, kind: "offline" as const }, { waiting: 1, needsYou: 0 }, "mobile.pill.offline"],
    [{ ...state, kind: "attention" as const }, { waiting: 0, needsYou: 2 }, "mobile.pill.needs_you"],
    [{ ...state, kind: "attention" as const, remedy: "sign_in" as const }, none, "mobile.pill.sign_in"],
    [{ ...state, kind: "updateReady" as const }, none, "mobile.pill.update_ready"],
  ])("says the one thing that matters: $2", (given, counts, key) => {
    const words = pillWords(given, counts, () => "09:41");

    expect(words.key).toBe(key);
  });

  it.each([
    [null, 0, "Offline"],
    [{ kind: "silence" }, 1_200, "Offline · 1,200 to send"],
    [{ kind: "network" }, 0, "No network"],
    [{ kind: "network" }, 2, "No network · 2 to send"],
    [{ kind: "server" }, 0, "Server fault"],
    [{ kind: "server" }, 1, "Server fault · 1 to send"],
    [{ kind: "slow", entity: "customer" }, 0, "Customers: too slow"],
    [{ kind: "slow", entity: "customer" }, 3, "Customers: too slow · 3 to send"],
  ] as const)("[SYN-16] says of %j, with %i waiting: %s", (trouble, waiting, said) => {
    const away = { ...state, kind: "offline" as const, trouble };

    const { key, values } = pillWords(away, { waiting, needsYou: 0, slow: "Customers" }, String);

    expect(t(key, values)).toBe(said);
  });
});
