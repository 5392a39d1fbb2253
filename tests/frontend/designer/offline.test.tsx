import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OfflinePanel } from "../../../frontend/designer/offline/offline-panel";
import { taking, wholly } from "../../../frontend/designer/offline/profile-edits";
import { verdictsOf } from "../../../frontend/designer/offline/verdicts";
import type { OfflineAudience, OfflineGap, Profile } from "../../../frontend/protocol";
import { openedEditor } from "./fake-server";

/** happy-dom draws no dialogs. */
beforeEach(() =>
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close() {},
  }),
);
afterEach(cleanup);

function gap(path: string, more: Partial<OfflineGap> = {}): OfflineGap {
  const problem = {
    code: "design-not-offline-entity",
    arguments: { entity: "customer" },
    field: null,
    sentence: null,
    remedy: null,
  };
  return { path: path.split("/"), problem, entity: "customer", field: null, mendable: true, ...more };
}

function audience(...gaps: OfflineGap[]): OfflineAudience {
  return { role: "driver", label: { en: "Drivers" }, profiles: ["drivers", "everyone"], gaps };
}

const PROFILE: Profile = { id: "drivers", version: 1, label: { en: "Drivers" }, keepDays: 7, entities: [] };

it("[MET-06][DAT-14] each page and action works, or lacks something that is told once with its places", () => {
  const editor = openedEditor();
  const { model, workspace } = editor.whole.value;
  const page = workspace.pages[0]?.id ?? "";

  const verdicts = verdictsOf(
    workspace,
    model,
    audience(gap(`pages/${page}/blocks/rows/subtitle/a`), gap(`pages/${page}/blocks/rows/search/b`)),
  );

  expect(verdicts.map(({ path }) => path.join("/"))).toEqual([
    ...workspace.pages.map(({ id }) => `pages/${id}`),
    ...workspace.actions.map(({ id }) => `actions/${id}`),
  ]);
  expect(verdicts[0]?.reasons.map(({ count }) => count)).toEqual([2]);
  expect(verdicts.slice(1).every(({ reasons }) => reasons.length === 0)).toBe(true);
});

it("[DAT-14] one click takes an entity along, and opens up what a profile had shut out", () => {
  const narrow = {
    ...wholly("order"),
    direction: "none" as const,
    fields: [{ id: "number", direction: "down" as const }],
  };

  expect(taking(PROFILE, "customer", null).entities.map(({ id }) => id)).toEqual(["customer"]);
  const [order] = taking({ ...PROFILE, entities: [narrow] }, "order", "total").entities;
  expect(order?.direction).toBe("two_way");
  expect(order?.fields?.map(({ id }) => id)).toEqual(["number", "total"]);
  expect(taking({ ...PROFILE, entities: [wholly("order")] }, "order", "total").entities[0]?.fields).toBe(
    null,
  );
});

it("[MET-06] the panel says what is lacking, and mends it with one click, and publishes with one more", async () => {
  const editor = openedEditor();
  const page = editor.whole.value.workspace.pages[0]?.id ?? "";
  const lacking = gap(`pages/${page}/blocks/rows/subtitle/customer`);
  let published = 0;
  const reports = [[audience(lacking)], [audience()]];
  vi.spyOn(editor, "offline").mockImplementation(async () => ({
    audiences: reports.shift() ?? [audience()],
  }));
  const taken = vi.spyOn(editor, "takeAlong").mockResolvedValue({
    name: "Drivers",
    publish: async () => {
      published += 1;
    },
  });
  let closed = 0;
  render(
    <OfflinePanel
      editor={editor}
      onClose={() => {
        closed += 1;
      }}
    />,
  );

  fireEvent.click(await screen.findByRole("button", { name: /^Take .* along$/ }));

  await vi.waitFor(() => expect(screen.queryByRole("button", { name: /^Take .* along$/ })).toBe(null));
  expect(taken.mock.calls[0]?.[1]).toBe(lacking);
  expect(screen.getByText("Drivers takes it along once it is published.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Publish" }));
  await screen.findByText("Drivers is published. Phones take it along with their next sync.");
  expect([published, closed]).toEqual([1, 0]);
  expect(screen.queryByRole("button", { name: "Publish" })).toBeNull();
});
