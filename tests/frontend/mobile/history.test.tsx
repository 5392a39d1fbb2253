import { within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { factsOf } from "../../../frontend/mobile/history/facts";
import type { HistoryEntry, HistoryPage } from "../../../frontend/protocol";
import { ProblemError } from "../../../frontend/rest/errors";
import { ORDER, orderPhone, pick, press, standing, withPopovers } from "./order-phone";
import { BO, ME } from "./phone-app";

beforeEach(withPopovers);

type Wanted = Parameters<typeof orderPhone>[0];

function entry(more: Partial<HistoryEntry>): HistoryEntry {
  return {
    version: 4,
    at: "2026-11-20T09:00:00.000Z",
    by: BO,
    byName: "Bo Ek",
    device: "3F9A",
    kind: "edit",
    old: {},
    new: {},
    overruled: {},
    disputed: {},
    lost: {},
    ...more,
  };
}

const REQUESTED = entry({ old: { note: "Ring first" }, new: { note: "Leave at the gate" } });

async function opened(wanted: Wanted) {
  const phone = await orderPhone(wanted);
  await phone.screen.findByRole("heading", { level: 1, name: /SO-/ });
  await pick(phone.screen, "History");
  const sheet = await phone.screen.findByRole("dialog", { name: /history/, hidden: true });
  return { phone, sheet: within(sheet), element: sheet };
}

const told = (...entries: HistoryEntry[]) => ({ readHistory: async () => ({ entries, next: null }) });
const acts = (phone: Awaited<ReturnType<typeof opened>>["phone"]) =>
  phone.core.replica.outbox.entries.value.flatMap((one) => one.acts);
const items = (sheet: ReturnType<typeof within>) =>
  sheet.getAllByRole("listitem", { hidden: true }).map((item: HTMLElement) => item.textContent ?? "");

describe("[BEY-23] the history of a record", () => {
  it("says who changed what, when, from which device, and both values", async () => {
    const { sheet } = await opened({ office: told(REQUESTED, entry({ kind: "create", device: null })) });

    await sheet.findByText("Bo Ek, on device 3F9A");
    expect(items(sheet)[0]).toMatch(/^Changed.*2026.*Bo Ek, on device 3F9A.*Ring first.*Leave at the gate/u);
    expect(items(sheet)[1]).toMatch(/^Created.*Bo Ek, at the office/u);
  });

  it("marks the words of a long text that were changed, before and after", async () => {
    const edit = entry({ old: { note: "Gate 7\nRing twice" }, new: { note: "Gate 9\nRing twice" } });
    const { sheet, element } = await opened({ office: told(edit) });

    await sheet.findAllByText(/Ring twice/);

    expect([...element.querySelectorAll("mark")].map((one) => one.textContent)).toEqual(["7", "9"]);
  });

  it("[CON-09] says what a rule left out, what became a conflict and what was not chosen", async () => {
    const aside = entry({
      by: ME,
      overruled: { note: "By a rule" },
      disputed: { note: "In dispute" },
      lost: { note: ["Neither", "Nor"] },
    });
    const { sheet } = await opened({ office: told(aside) });

    await sheet.findByText("By a rule");

    expect(items(sheet)[0]).toMatch(
      /Left out by a rule.*By a rule.*Became a conflict.*In dispute.*Not chosen.*Neither.*Not chosen.*Nor/u,
    );
  });

  it("[CON-09] brings a value back by an ordinary change, which waits and can be undone", async () => {
    const { phone, sheet } = await opened({ office: told(REQUESTED) });

    await press(await sheet.findByRole("button", { name: /^Bring back: /, hidden: true }));

    await expect
      .poll(() => acts(phone))
      .toMatchObject([{ kind: "set", record: ORDER, edits: { note: { value: "Ring first", base: 4 } } }]);
    expect(await phone.screen.findByRole("button", { name: "Undo" })).toBeTruthy();
  });

  it("offers nothing to bring back to who may not change the record, and says why", async () => {
    const { sheet } = await opened({ office: told(REQUESTED), standing: standing({ edit: "none" }) });

    await sheet.findByText("Ring first");

    expect(sheet.queryByRole("button", { name: /^Bring back/, hidden: true })).toBeNull();
    expect(sheet.getByText("Your role does not include this.")).toBeTruthy();
  });

  it("offers no value that its field does not take any more, nor one that it has", async () => {
    const odd = entry({
      old: { note: 7, status: "open" },
      new: { note: "Leave at the gate", status: "invoiced" },
    });
    const { sheet } = await opened({ office: told(odd) });

    await sheet.findByText("Leave at the gate");

    expect(sheet.queryByRole("button", { name: /^Bring back/, hidden: true })).toBeNull();
  });

  it("comes a page at a time", async () => {
    const readHistory = vi.fn(
      async (_entity: string, _record: string, after: string | null): Promise<HistoryPage> =>
        after === null
          ? { entries: [REQUESTED], next: "17" }
          : { entries: [entry({ kind: "create" })], next: null },
    );
    const { sheet } = await opened({ office: { readHistory } });

    await press(await sheet.findByRole("button", { name: "Show older", hidden: true }));

    await sheet.findByText("That is all.");
    expect(readHistory.mock.calls.map(([, , after]) => after)).toEqual([null, "17"]);
    expect(items(sheet)).toHaveLength(2);
  });

  it("says that it needs the office when that does not answer, and asks again", async () => {
    const readHistory = vi.fn((): Promise<HistoryPage> => Promise.reject(new Error("no network")));
    const { sheet } = await opened({ office: { readHistory } });
    await sheet.findByText(/The history is kept at the office, and the office does not answer/);
    readHistory.mockResolvedValue({ entries: [REQUESTED], next: null });

    await press(sheet.getByRole("button", { name: "Try again", hidden: true }));

    expect(await sheet.findByText("Ring first")).toBeTruthy();
  });

  it("says what the office said where it refuses", async () => {
    const problem = { code: "forbidden", arguments: {}, field: null, sentence: null, remedy: null };
    const { sheet } = await opened({
      office: { readHistory: () => Promise.reject(new ProblemError(problem, 403)) },
    });

    expect(await sheet.findByText(/do not have the right/)).toBeTruthy();
  });

  it("says that changes of one's own wait, and that a history may be empty for somebody", async () => {
    const phone = await orderPhone({ office: told() });
    await phone.core.commands.editRecord("sales_order", ORDER, {
      note: { value: "Later", old: null, base: 4 },
    });
    await pick(phone.screen, "History");
    const sheet = within(await phone.screen.findByRole("dialog", { name: /history/, hidden: true }));

    expect(await sheet.findByText("Nothing of its history is for you to see.")).toBeTruthy();
    expect(sheet.getByText(/1 change of yours waits on this phone/)).toBeTruthy();
  });
});

describe("[BEY-23] the facts of an entry", () => {
  it("stand in the order of the fields, without the owner", () => {
    const one = entry({ old: { b: 1, owner: ME }, new: { a: 2, b: 2, owner: BO }, lost: { a: [3] } });

    const facts = factsOf(one, ["a", "b"]);

    expect(facts).toEqual([
      { kind: "moved", field: "a", from: null, to: 2 },
      { kind: "lost", field: "a", value: 3 },
      { kind: "moved", field: "b", from: 1, to: 2 },
    ]);
  });
});
