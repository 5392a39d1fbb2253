import { expect, it } from "vitest";
import { setProperty, setText } from "../../../frontend/designer/commands/nodes";
import { addPage } from "../../../frontend/designer/commands/pages";
import type { Intention } from "../../../frontend/designer/document";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { onWire } from "../../../frontend/designer/pending";
import { DesignStore, type Notice } from "../../../frontend/designer/store";
import { Unreachable } from "../../../frontend/rest/errors";
import { same } from "../../../frontend/shared/json";
import { FakeClock, FakeServer, memoryKeep, problem } from "./fake-server";

function opened(server = new FakeServer(), kept: { text: string | null } = { text: null }) {
  const clock = new FakeClock();
  let made = 0;
  const store = new DesignStore(structuredClone(server.design), {
    port: server,
    keep: memoryKeep(kept),
    clock,
    newId: () => `id-${kept.text?.length ?? 0}-${++made}`,
    random: () => 0.5,
  });
  const notices: Notice[] = [];
  store.notices.on((notice) => notices.push(notice));
  const icon = (value: string) =>
    store.apply(setProperty(store.documents.peek(), "workspace", [], "icon", value, "icon"));
  const title = (value: string) => {
    const intention = setText(store.documents.peek(), "workspace", [], "title", "en", value, "title");
    return store.apply(intention, "title/en");
  };
  return { server, clock, store, notices, kept, icon, title };
}

/** An edit by somebody else. */
function byAnother(server: FakeServer, intention: Intention | null, id: string): void {
  if (!intention) throw new Error("Nothing was meant");
  server.change(onWire([{ intention, ids: intention.edits.map((_, at) => `${id}-${at}`), merge: null }]));
}

it("an edit shows at once, waits half a second for others, and is saved with them", async () => {
  const { server, clock, store, icon } = opened();

  icon("car");
  const shown = store.documents.peek().workspace.icon;
  await clock.pass(400);
  store.apply(addPage(store.documents.peek(), NOTHING_RESERVED, { kind: "list", entity: "order" }));
  await clock.pass(499);
  const early = server.requests.length;
  await clock.pass(1);

  expect(shown).toBe("car");
  expect(early).toBe(0);
  expect(server.requests).toEqual([["Change icon", "Add Orders"]]);
  expect(store.saving.peek()).toBe("saved");
  expect(server.design.workspace.icon).toBe("car");
});

it("typing into one property is one edit and one step of undo", async () => {
  const { server, clock, store, title } = opened();

  for (const words of ["S", "So", "Sold"]) title(words);
  await clock.pass(500);
  store.undo((label) => label);
  await clock.pass(500);

  expect(server.requests).toHaveLength(2);
  expect(store.documents.peek().workspace.title).toEqual({ en: "Sales" });
  expect(server.design.workspace.title).toEqual({ en: "Sales" });
});

it("leaving a property and coming back to it makes another step", async () => {
  const { store, title } = opened();

  title("Sold");
  store.seal();
  title("Sold out");
  store.undo((label) => label);

  expect(store.documents.peek().workspace.title).toEqual({ en: "Sold" });
});

it("without an answer it says so, keeps everything and tries again until there is one", async () => {
  const { server, clock, store, icon } = opened();
  server.failures = [{ error: new Unreachable("cut") }, { error: new Unreachable("cut") }];

  icon("car");
  await clock.pass(500);
  const waiting = store.saving.peek();
  icon("plane");
  await clock.pass(60_000);

  expect(waiting).toBe("retrying");
  expect(store.saving.peek()).toBe("saved");
  expect(server.design.workspace.icon).toBe("plane");
});

it("an edit whose reply was lost is sent again and takes effect once", async () => {
  const { server, clock, store } = opened();
  server.failures = [{ error: new Unreachable("cut"), afterwards: true }];

  store.apply(addPage(store.documents.peek(), NOTHING_RESERVED, { kind: "list", entity: "order" }));
  await clock.pass(60_000);

  expect(server.requests).toHaveLength(2);
  expect(server.design.workspace.pages.filter(({ id }) => id.startsWith("orders_list"))).toHaveLength(1);
  expect(store.saving.peek()).toBe("saved");
});

it("what another designer did elsewhere is merged in with the next save", async () => {
  const { server, clock, store, icon } = opened();
  byAnother(
    server,
    setText(store.documents.peek(), "workspace", [], "title", "sv", "Försäljning", "x"),
    "other",
  );

  icon("car");
  await clock.pass(500);

  expect(store.documents.peek().workspace).toMatchObject({
    icon: "car",
    title: { en: "Sales", sv: "Försäljning" },
  });
});

it("an edit of a place that another changed is given up and said so; the others are put on top", async () => {
  const { server, clock, store, notices, icon, title } = opened();
  byAnother(server, setProperty(store.documents.peek(), "workspace", [], "icon", "plane", "x"), "other");

  icon("car");
  title("Sold");
  await clock.pass(2_000);

  expect(notices).toEqual([{ kind: "lost", count: 1 }]);
  expect(store.documents.peek().workspace).toMatchObject({ icon: "plane", title: { en: "Sold" } });
  expect(same(store.documents.peek().workspace, server.design.workspace)).toBe(true);
  expect(store.saving.peek()).toBe("saved");
});

it("an edit that the server refuses is taken back alone, with its reason", async () => {
  const { server, clock, store, notices, icon, title } = opened();
  server.refused.add("Change icon");

  title("Sold");
  icon("car");
  await clock.pass(5_000);

  expect(notices).toMatchObject([{ kind: "refused", label: "Change icon" }]);
  expect(store.documents.peek().workspace).toMatchObject({ icon: "truck", title: { en: "Sold" } });
  expect(server.design.workspace.title).toEqual({ en: "Sold" });
  expect(store.saving.peek()).toBe("saved");
});

it("when the session has ended it keeps the edits and waits for a sign-in", async () => {
  const { server, clock, store, icon } = opened();
  server.failures = [{ error: problem("sign-in-required", 401) }];

  icon("car");
  await clock.pass(60_000);
  const waiting = store.saving.peek();
  store.retry();
  await clock.pass(0);

  expect(waiting).toBe("signedOut");
  expect(server.requests).toHaveLength(2);
  expect(server.design.workspace.icon).toBe("car");
});

it("unsaved edits and the steps of undo outlive a reload", async () => {
  const first = opened();
  first.server.failures = [{ error: new Unreachable("cut") }];
  first.icon("car");
  await first.clock.pass(500);
  first.store.end();

  const again = opened(first.server, first.kept);
  await again.clock.pass(500);
  const saved = first.server.design.workspace.icon;
  again.store.undo((label) => label);
  await again.clock.pass(500);

  expect(saved).toBe("car");
  expect(again.store.documents.peek().workspace.icon).toBe("truck");
  expect(first.server.design.workspace.icon).toBe("truck");
});

it("a step that another has overtaken cannot be undone, and is said so", async () => {
  const { server, clock, store, notices, icon } = opened();
  icon("car");
  await clock.pass(500);
  byAnother(server, setProperty(store.documents.peek(), "workspace", [], "icon", "plane", "x"), "other");
  await store.refresh();

  const undone = store.undo((label) => label);

  expect(undone).toBeNull();
  expect(notices).toEqual([{ kind: "stuck", label: "Change icon" }]);
  expect(store.documents.peek().workspace.icon).toBe("plane");
});

it("what is typed while the beginning of it is on its way is sent after it", async () => {
  const { server, clock, store, title } = opened();
  let release = () => {};
  server.held = new Promise((resolve) => {
    release = resolve;
  });

  title("Sold");
  await clock.pass(500);
  title("Sold out");
  const during = store.saving.peek();
  server.held = null;
  release();
  await clock.pass(0);
  await clock.pass(1_000);

  expect(during).toBe("saving");
  expect(server.requests).toHaveLength(2);
  expect(server.design.workspace.title).toEqual({ en: "Sold out" });
  expect(store.documents.peek().workspace.title).toEqual({ en: "Sold out" });
  expect(store.saving.peek()).toBe("saved");
});
