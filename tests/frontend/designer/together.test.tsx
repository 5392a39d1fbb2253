import { signal } from "@preact/signals";
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { OthersInBar } from "../../../frontend/designer/together/others";
import { type DesignPlace, Together } from "../../../frontend/designer/together/together";
import type { Presence } from "../../../frontend/protocol";
import { FakeClock, openedEditor } from "./fake-server";

afterEach(cleanup);

const FEMKE = {
  tab: "t1",
  name: "Femke de Vries",
  place: { document: "workspace", path: ["pages", "order"] },
} as const;

function opened(answers: () => Promise<Presence>) {
  const clock = new FakeClock();
  const place = signal<DesignPlace>({ document: "workspace", path: [] });
  const visible = signal(true);
  const said: DesignPlace[] = [];
  const done = { refreshed: 0, left: 0 };
  const together = new Together({
    say: (one) => {
      said.push(one);
      return answers();
    },
    leave: () => {
      done.left += 1;
    },
    refresh: async () => {
      done.refreshed += 1;
    },
    revision: () => 7,
    place,
    visible,
    clock,
  });
  return { clock, place, visible, said, done, together };
}

function presence(revision: number, ...others: readonly (typeof FEMKE)[]): Presence {
  return { revision, others: structuredClone(others) as unknown as Presence["others"] };
}

it("who is alone asks now and then, who is not asks often, and who does not look does not ask", async () => {
  let answer = presence(7);
  const { clock, visible, said } = opened(async () => answer);
  await clock.pass(0);
  await clock.pass(9_000);
  expect(said.length).toBe(1);

  answer = presence(7, FEMKE);
  await clock.pass(1_000);
  await clock.pass(6_000);
  expect(said.length).toBe(5);

  visible.value = false;
  await clock.pass(60_000);
  expect(said.length).toBe(5);
});

it("what others did is read as soon as it is told, and nothing is read when nothing was done", async () => {
  let answer = presence(7, FEMKE);
  const { clock, done } = opened(async () => answer);
  await clock.pass(2_000);
  expect(done.refreshed).toBe(0);

  answer = presence(9, FEMKE);
  await clock.pass(2_000);

  expect(done.refreshed).toBe(1);
});

it("where one is is told at once, once more after an answer that was under way", async () => {
  const { clock, place, said } = opened(async () => presence(7));
  place.value = { document: "workspace", path: ["pages", "orders"] };
  place.value = { document: "model", path: ["entities", "order"] };
  await clock.pass(0);

  expect(said.map(({ path }) => path.join("/"))).toEqual(["", "entities/order"]);
});

it("nobody is said to be there when nobody answers, and it is asked again", async () => {
  const answers = [async () => presence(7, FEMKE), () => Promise.reject(new Error("down"))];
  const { clock, together, said } = opened(() => (answers.shift() ?? (async () => presence(7, FEMKE)))());
  await clock.pass(0);
  expect(together.others.value.length).toBe(1);
  await clock.pass(2_000);
  expect(together.others.value).toEqual([]);

  await clock.pass(10_000);

  expect(said.length).toBe(3);
  expect(together.others.value.length).toBe(1);
});

it("who closes the design says so and asks no more", async () => {
  const { clock, together, said, done } = opened(async () => presence(7, FEMKE));
  await clock.pass(0);

  together.end();
  await clock.pass(60_000);

  expect(done.left).toBe(1);
  expect(said.length).toBe(1);
});

it("[BEY-14] who is here is said by name, once for each person", () => {
  const editor = openedEditor();
  editor.others.value = structuredClone([FEMKE, { ...FEMKE, tab: "t2" }]) as never;

  render(<OthersInBar editor={editor} />);

  expect(screen.getByRole("status").textContent).toContain("Also here: Femke de Vries");
});
