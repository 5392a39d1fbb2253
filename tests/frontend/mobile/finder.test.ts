/** The search at work: while records are still being read, and while someone types on. */
import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { cleanRecord, type LocalRecord } from "../../../frontend/local/record";
import type { RecordsView } from "../../../frontend/local/records";
import { type Answer, Finder, Indexes } from "../../../frontend/mobile/search/finder";
import type { Kind } from "../../../frontend/mobile/search/kinds";
import { entity, field } from "../metadata/builders";

const READING = { locale: "en-GB" };
const KINDS: readonly Kind[] = ["customer", "contact"].map((id) => ({
  entity: entity(id, [field("name", "text")]),
  open: null,
  list: undefined,
}));

function named(of: string, ...names: readonly string[]): LocalRecord[] {
  return names.map((name) => cleanRecord(of, [name, 1, { name }]));
}

/** A finder over lists that a test fills; an entity without a list has not been read yet. */
function finding(typed: string, lists: Readonly<Record<string, readonly LocalRecord[]>>) {
  const here = signal(lists);
  const none: readonly LocalRecord[] = [];
  const records = {
    list: (of: string) => here.value[of] ?? none,
    loaded: (of: string) => of in here.value,
  } as unknown as RecordsView;
  const finder = new Finder({ records, indexes: new Indexes() }, typed);
  finder.among(KINDS, READING);
  const answers: Answer[] = [];
  finder.answer.subscribe((answer) => answer && answers.push(answer));
  return { finder, here, answers, stop: finder.listen() };
}

const titles = (answer: Answer | null) =>
  answer?.groups.flatMap(({ matches }) => matches.entries.map(({ title }) => title));

it("[DAT-16] answers from what has been read already, says that it is not all, and goes on with the rest", async () => {
  const { finder, here, stop } = finding("nord", { customer: named("customer", "Nord", "Syd") });
  await expect.poll(() => titles(finder.answer.peek())).toEqual(["nord"]);
  const before = { ...finder.answer.peek(), busy: finder.busy.peek() };

  here.value = { ...here.value, contact: named("contact", "Nora Nord") };

  await expect.poll(() => titles(finder.answer.peek())).toEqual(["nord", "nora nord"]);
  expect(before).toMatchObject({ searched: 2, whole: false, busy: true });
  expect(finder.answer.peek()).toMatchObject({ searched: 3, whole: true });
  expect(finder.busy.peek()).toBe(false);
  stop();
});

it("[DAT-16] answers what was typed last, and shows no half of an answer before", async () => {
  const lists = { customer: named("customer", "Nord", "Nordic", "Syd"), contact: [] };
  const { finder, answers, stop } = finding("", lists);

  for (const typed of ["n", "no", "nord", "nordi"]) finder.typed.value = typed;

  await expect.poll(() => titles(finder.answer.peek())).toEqual(["nordic"]);
  finder.typed.value = "nor";
  await expect.poll(() => titles(finder.answer.peek())).toEqual(["nord", "nordic"]);
  expect(answers.map(({ typed }) => typed)).toEqual(["nordi", "nor"]);
  stop();
});

it("[DAT-16] finds what comes to the phone while the results are on show, and nothing more once they are not", async () => {
  const lists = { customer: named("customer", "Nord"), contact: [] };
  const { finder, here, answers, stop } = finding("nord", lists);
  await expect.poll(() => titles(finder.answer.peek())).toEqual(["nord"]);

  here.value = { ...lists, contact: named("contact", "Nordin") };
  await expect.poll(() => titles(finder.answer.peek())).toEqual(["nord", "nordin"]);
  stop();
  here.value = lists;

  await new Promise((done) => setTimeout(done));
  expect(answers).toHaveLength(2);
});
