import { waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { filterDrafts } from "../../../frontend/local/filter-drafts";
import { ProblemError } from "../../../frontend/rest/errors";
import { OWN, office } from "./filter-office";
import { orderPhone, press, type, withPopovers } from "./order-phone";
import type { Phone } from "./phone-app";

beforeEach(withPopovers);

const list = ({ screen }: Phone, name: string) => screen.findByRole("list", { name });
const dialog = ({ screen }: Phone, name: string) => screen.findByRole("dialog", { name, hidden: true });

describe("[OUT-04] a filter that the office would not take", () => {
  it("has too long a name: said at the field before it is sent", async () => {
    const asked = office();
    const phone = await orderPhone({ office: asked, path: `/app/filters/${OWN.id}` });
    const name = await phone.screen.findByRole("textbox", { name: "Name" });
    await type(name, "x".repeat(375));

    await press(phone.screen.getByRole("button", { name: "Save" }));

    const said = await phone.screen.findByText("This is 375 characters long. At most 200 fit.");
    expect(said.closest(".ui-field")?.contains(name)).toBe(true);
    expect(document.activeElement).toBe(name);
    expect(asked.saveFilter).not.toHaveBeenCalled();
    await type(name, "x".repeat(200));
    await press(phone.screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked.saveFilter).toHaveBeenCalledTimes(1));
  });

  it("says the office's reason in words, at the name where it is of the name", async () => {
    const wrong = (field: string) => ({
      code: "malformed-at",
      arguments: { place: field, reason: "Not a valid string." },
      field,
      sentence: "The request is wrong.",
      remedy: null,
    });
    const refuse = vi.fn((_id: unknown, { label }: { label: Record<string, string> }) =>
      Promise.reject(new ProblemError(wrong(label.en === "One" ? "label.en.value" : "entity"), 400)),
    );
    const phone = await orderPhone({
      office: { ...office(), saveFilter: refuse },
      path: `/app/filters/${OWN.id}`,
    });
    const name = await phone.screen.findByRole("textbox", { name: "Name" });
    await type(name, "One");
    await press(phone.screen.getByRole("button", { name: "Save" }));
    const said = await phone.screen.findByText("The office does not take this: Not a valid string.");
    expect(said.closest(".ui-field")?.contains(name)).toBe(true);

    await type(name, "Two");
    await press(phone.screen.getByRole("button", { name: "Save" }));

    const banner = await phone.screen.findByText("The office does not take this: Not a valid string.");
    expect(banner.closest("[role=alert]")).not.toBeNull();
  });
});

describe("[OUT-04] an edit of a filter that is not saved", () => {
  const edited = async (asked: ReturnType<typeof office>) => {
    const phone = await orderPhone({ office: asked, path: `/app/filters/${OWN.id}` });
    await type(await phone.screen.findByRole("textbox", { name: "Name" }), "Mine");
    await expect.poll(() => filterDrafts(phone.core.replica.storage)).toHaveLength(1);
    return phone;
  };

  it("says of which it is", async () => {
    const phone = await edited(office());

    await phone.go("/app/filters");

    expect((await list(phone, "Not saved yet")).textContent).toContain(
      "Edit of “Open orders”, not saved yet",
    );
  });

  it("whose original is gone says so and is saved as a new one", async () => {
    const asked = office();
    const phone = await edited(asked);
    await asked.resetFilters();
    await phone.go("/app/filters");
    const drafts = await list(phone, "Not saved yet");
    await within(drafts).findByText(/this was an edit of is gone/);

    await phone.go(within(drafts).getByRole("link").getAttribute("href") ?? "");
    await press(await phone.screen.findByRole("button", { name: "Save as a new filter" }));

    await waitFor(() =>
      expect(asked.saveFilter).toHaveBeenCalledWith(null, expect.objectContaining({ label: { en: "Mine" } })),
    );
    await expect.poll(() => filterDrafts(phone.core.replica.storage)).toEqual([]);
  });

  it("learns from the office's refusal that its original is gone", async () => {
    const asked = office();
    const phone = await edited(asked);
    const gone = { code: "unknown-filter", arguments: {}, field: null, sentence: null, remedy: null };
    asked.saveFilter.mockImplementationOnce(() => Promise.reject(new ProblemError(gone, 404)));

    await press(phone.screen.getByRole("button", { name: "Save" }));
    await press(await phone.screen.findByRole("button", { name: "Save as a new filter" }));

    await waitFor(() => expect(asked.saveFilter).toHaveBeenLastCalledWith(null, expect.anything()));
  });
});

it("[OUT-04] a filter that was only begun neither counts nor has anything to keep", async () => {
  const phone = await orderPhone({ office: office(), path: "/app/filters" });
  await press(await phone.screen.findByRole("button", { name: "New filter" }));
  const which = await dialog(phone, "Which records?");
  await press(within(which).getByRole("button", { name: "Sales orders", hidden: true }));
  await phone.screen.findByText("Sales orders: No condition yet");
  const kept = "Kept on this phone, not saved yet";
  expect([phone.screen.queryByText(kept), phone.screen.queryByText(/Counted once/)]).toEqual([null, null]);

  await type(phone.screen.getByRole("textbox", { name: "Name" }), "Mine");

  expect(await phone.screen.findByText(kept)).toBeTruthy();
});

it("[OUT-04] says that none would be new where all of them are on this phone", async () => {
  const preview = (count: number) => ({
    ...office(),
    previewFilter: async () => ({ count, bytes: 1_000, first: {} }),
  });
  const phone = await orderPhone({ office: preview(2), path: `/app/filters/${OWN.id}` });
  expect(await phone.screen.findByText("2 records, 1 kB, none of them new")).toBeTruthy();

  const other = await orderPhone({ office: preview(3), path: `/app/filters/${OWN.id}` });

  expect(await other.screen.findByText("3 records, 1 kB")).toBeTruthy();
});
