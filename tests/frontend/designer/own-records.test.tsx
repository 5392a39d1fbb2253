/** Practice records drawn from the organisation's own, by what the designer may read of them. */
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { Eyes } from "../../../frontend/designer/canvas/eyes";
import { PracticeLine } from "../../../frontend/designer/canvas/practice-line";
import { WhoseNote } from "../../../frontend/designer/canvas/whose-note";
import { drawnFrom, type OwnByEntity, readOwn } from "../../../frontend/designer/own-records";
import type { Model } from "../../../frontend/protocol";
import { Client } from "../../../frontend/rest/client";
import { entity, field } from "../metadata/builders";
import { openedEditor } from "./fake-server";

afterEach(cleanup);

const SITE = entity("site", [field("name", "text")]);
const LIFT = entity("lift", [
  field("number", "text"),
  field("site", "lookup", { target: "site" }),
  field("photo", "image"),
  field("load", "integer"),
]);
const MODEL: Model = { version: 1, entities: [SITE, LIFT] };
const PRACTICE = {
  person: "p1",
  name: "Femke",
  put: [
    { entity: "site", rows: [["s1", 1, { name: "Chair" }] as const, ["s2", 1, { name: "Lamp" }] as const] },
    {
      entity: "lift",
      rows: [
        ["l1", 1, { number: "Lamp", site: "s1", load: 3, photo: "made-up" }] as const,
        ["l2", 1, { number: "Chair", site: "s1", load: 4 }] as const,
      ],
    },
  ],
} as unknown as Parameters<typeof drawnFrom>[0];
const OWN: OwnByEntity = new Map([
  ["site", { count: 2, rows: [one("S-1", { name: "Harbour" }), one("S-2", { name: "Mill" })] }],
  ["lift", { count: 1, rows: [one("L-1", { number: "LF-7", site: "S-2", load: "450", photo: "secret" })] }],
]);

function one(id: string, values: Record<string, unknown>) {
  return { id, values };
}

it("[DSG-22] practice records take values of own ones, and point at the practice record that stands for theirs", () => {
  const load = field("load", "decimal");
  const stored = (_: string, id: string) =>
    id === "load" ? load : ([...SITE.fields, ...LIFT.fields].find((known) => known.id === id) ?? null);

  const [sites, lifts] = drawnFrom(PRACTICE, OWN, MODEL, stored).put;

  expect(sites?.rows.map(([, , values]) => values)).toEqual([{ name: "Harbour" }, { name: "Mill" }]);
  expect(lifts?.rows).toEqual([
    ["l1", 1, { number: "LF-7", site: "s2", load: 3, photo: "made-up" }],
    ["l2", 1, { number: "Chair", site: "s1", load: 4 }],
  ]);
});

it("[DSG-22] what the designer may not read, or is not published, is not asked for twice and stays made up", async () => {
  const asked: string[] = [];
  const client = new Client({
    fetch: async (url) => {
      asked.push(String(url));
      return new Response(JSON.stringify({ code: "forbidden" }), { status: 403 });
    },
  });

  const own = await readOwn(client, { version: 1, entities: [LIFT] }, ["lift", "site", "person"]);

  expect(own.size).toBe(0);
  expect(asked.filter((url) => /records\/(?!lift)/.test(url))).toEqual([]);
  expect(asked).toContain("/api/v1/records/lift?limit=24");
});

it("[DSG-22] over the phone stands that its records are for practice, and that there are own ones", () => {
  const editor = openedEditor();
  const rows = [
    ["o1", 1, {}],
    ["o2", 1, {}],
  ];
  editor.practice.value = {
    person: "p1",
    name: "Femke",
    put: [{ entity: "order", rows }],
  } as unknown as typeof editor.practice.value;
  const { rerender } = render(<PracticeLine editor={editor} />);
  const before = screen.getByText(/practice data/).textContent;

  editor.own.value = new Map([["order", { count: 397, rows: [] }]]);
  rerender(<PracticeLine editor={editor} />);

  expect(before).toBe("Orders: practice data, 2 made up");
  expect(screen.getByText(/practice data/).textContent).toContain("your own 397");
});

it("[DSG-22] under the phone stands made up only of what is made up", () => {
  const eyes = new Eyes(openedEditor());
  const { rerender } = render(<WhoseNote eyes={eyes} own={false} />);
  expect(screen.getByRole("status").textContent).toContain("Made-up records");

  rerender(<WhoseNote eyes={eyes} own />);

  expect(screen.getByRole("status").textContent).toBe(
    "Copies of your own records, with made-up people. Nothing you do here is kept.",
  );
});
