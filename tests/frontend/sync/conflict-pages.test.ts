import { expect, it } from "vitest";
import type { Done, Pull, ReplyMessage } from "../../../frontend/protocol";
import { Office } from "./office";
import { disagreement } from "./office-replies";
import { Phone, Wire } from "./phone";
import { synced } from "./start";

const A_PAGE = 2;
const MARK = "conflicts from ";

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** An office that tells of few conflicts on a page, after the records. */
class Wordy extends Office {
  pages = 0;
  #done: Done | null = null;

  override answer(message: unknown): ReplyMessage {
    const request = message as Pull;
    if (request.type !== "pull") return super.answer(message);
    const from = request.page?.startsWith(MARK) ? Number(request.page.slice(MARK.length)) : 0;
    const reply = from > 0 && this.#done ? this.#done : super.answer(message);
    if (reply.type !== "done") return reply;
    // What comes beside the conflicts came with the first of these pages.
    const rest = from > 0 ? { ...reply, masks: [], put: [], stubs: [], out: [] } : reply;
    this.#done = reply;
    const conflicts = reply.conflicts.slice(from, from + A_PAGE);
    const next = from + A_PAGE;
    if (next >= reply.conflicts.length) return { ...rest, id: request.id, conflicts };
    this.pages += 1;
    const { masks, put, stubs, out } = rest;
    return { type: "page", id: request.id, masks, put, stubs, out, conflicts, next: MARK + next };
  }

  disagree(at: number, mineBy = "me"): void {
    this.head += 1;
    const record = this.records.get(`customer/${id(at)}`);
    if (!record) throw new Error("not here");
    const row = disagreement(record, "name", "Old", `Mine ${at}`);
    this.conflicts.push({ ...row, mineBy, id: id(100 + at), change: id(200 + at), seq: this.head });
  }
}

function wordy(): Wordy {
  const office = new Wordy();
  for (let at = 1; at <= 5; at += 1) office.write("customer", id(at), { name: `Customer ${at}` });
  return office;
}

function disputed(phone: Phone): readonly string[] {
  return phone.replica.conflicts.open.value.map(({ record }) => record).sort();
}

it("[inv 34] [inv 1] conflicts that come on pages of their own are all here after a first copy", async () => {
  const office = wordy();
  const phone = await Phone.open(new Wire(office));
  phone.wire.trouble = (ask) => {
    // The plan is made: what is disputed from here on comes with the pull after it.
    const begins = ask.type === "snapshot" && office.conflicts.length === 0;
    if (begins) for (let at = 1; at <= 5; at += 1) office.disagree(at);
    return null;
  };

  await phone.sync();

  expect(office.pages).toBe(2);
  expect(disputed(phone)).toEqual([1, 2, 3, 4, 5].map(id));
  expect(await phone.values()).toEqual(office.expected());
});

it("[inv 34] [inv 1] and after a pull of what is new, which a lost page does not shorten", async () => {
  const office = wordy();
  const phone = await synced(office);
  for (let at = 1; at <= 5; at += 1) office.disagree(at);
  let lost = false;
  phone.wire.trouble = (ask) => {
    if (lost || ask.type !== "pull" || !ask.page) return null;
    lost = true;
    return "cut-reply";
  };

  await phone.sync();
  await phone.sync();

  expect(lost).toBe(true);
  expect(disputed(phone)).toEqual([1, 2, 3, 4, 5].map(id));
});

it.each([
  ["at once", {}],
  ["by a journal, as fields go with it", { customer: ["name"] }],
])(
  "[CON-02] [inv 1] [inv 15] where all that is open is told what others disagree on beside it goes, %s",
  async (_, fields) => {
    const office = wordy();
    const phone = await synced(office);
    for (const at of [1, 2]) office.disagree(at, "bo");
    await phone.sync();
    expect(disputed(phone)).toEqual([1, 2].map(id));

    office.conflicts.shift();
    office.tellsAllConflicts = true;
    office.fields = fields;
    await phone.sync();

    expect(disputed(phone)).toEqual([id(2)]);
    await phone.replica.reloadHeld();
    expect(disputed(phone)).toEqual([id(2)]);
  },
);
