/** A form over a record that begins with today: it says so, and whoever fills it in has the last word. */
import { waitFor } from "@testing-library/preact";
import { expect, it } from "vitest";
import { BUILT, builtPhone, FIRST } from "./built";
import { press, type } from "./order-phone";
import type { Phone } from "./phone-app";

const TODAY = new Date().toISOString().slice(0, 10);
const SETTINGS = [
  { id: "delivered", field: "confirmed_on", to: "now" },
  { id: "noted", field: "note", to: "value", value: "By hand" },
];

function editing(fields: readonly string[] = ["reference", "confirmed_on"]): Promise<Phone> {
  return builtPhone({
    pages: [{ id: "order", kind: "detail", blocks: [], actions: ["deliver"] }],
    actions: [
      {
        id: "deliver",
        kind: "edit",
        fields: fields.map((field) => ({ id: field, field })),
        settings: SETTINGS,
      },
    ],
    path: `/a/deliver/${FIRST}`,
  });
}

const entries = ({ core }: Phone) => core.replica.outbox.entries.value;
const dateOf = async ({ screen }: Phone) => (await screen.findByLabelText(/confirmed/i)) as HTMLInputElement;
const save = ({ screen }: Phone) => press(screen.getByRole("button", { name: "Save" }));

it("[DSG-11] a form over a record begins with what its action sets, and saving it is enough", async () => {
  const phone = await editing();

  expect((await dateOf(phone)).value).toBe(TODAY);
  await save(phone);

  await waitFor(() => expect(entries(phone)).toHaveLength(1));
  expect(entries(phone)[0]?.acts).toEqual([
    {
      kind: "set",
      entity: "sales_order",
      record: FIRST,
      edits: {
        confirmed_on: { value: TODAY, old: null, base: 4 },
        note: { value: "By hand", old: null, base: 4 },
      },
    },
  ]);
});

it("[DSG-11] what is typed over it, or taken out of it, is what is saved", async () => {
  const phone = await editing();

  await type(await dateOf(phone), "");
  await type(await phone.screen.findByLabelText(/reference/i), "Beta");
  await save(phone);

  await waitFor(() => expect(entries(phone)).toHaveLength(1));
  const [act] = entries(phone)[0]?.acts ?? [];
  expect(act?.kind === "set" && Object.keys(act.edits).sort()).toEqual(["note", "reference"]);
});

it("[DSG-11] whoever only looks at it and leaves is not asked, and keeps no draft", async () => {
  const phone = await editing();
  await dateOf(phone);

  await press(phone.screen.getByRole("button", { name: "Cancel" }));

  await waitFor(() => expect(phone.ports.place.entry.peek().path).not.toContain("/a/deliver"));
  expect(entries(phone)).toEqual([]);
  expect(await phone.core.replica.storage.keys("draft.read", "draft", "form/")).toEqual([]);
});

it("[DSG-11] [DRF-01] a draft of it goes on with what was set and typed", async () => {
  const phone = await editing();
  await type(await phone.screen.findByLabelText(/reference/i), "Beta");
  await phone.screen.findByText(/^Draft kept on this phone/);
  await phone.go(`${BUILT}/p/order/${FIRST}`);

  await phone.go(`${BUILT}/a/deliver/${FIRST}`);

  expect((await dateOf(phone)).value).toBe(TODAY);
  await save(phone);
  await waitFor(() => expect(entries(phone)).toHaveLength(1));
  expect(entries(phone)[0]?.acts).toMatchObject([
    { edits: { reference: { value: "Beta" }, confirmed_on: { value: TODAY }, note: { value: "By hand" } } },
  ]);
});
