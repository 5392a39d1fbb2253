import { expect, it } from "vitest";
import { entityOption } from "../../../frontend/designer/entity-words";
import { apartWords, pageWords } from "../../../frontend/designer/page-words";
import type { Model, Page } from "../../../frontend/protocol";
import { entity, field } from "../metadata/builders";

const MODEL: Model = {
  version: 1,
  entities: [
    { ...entity("lift", []), plural: { en: "Lifts" } },
    { ...entity("crane", []), plural: { en: "Cranes" } },
  ],
};

const page = (id: string, kind: Page["kind"], title: string, about = "lift") =>
  ({ id, kind, entity: about, title: { en: title }, blocks: [] }) as unknown as Page;

const words = (...pages: Page[]) => pages.map((one) => pageWords({ pages }, MODEL, one));

it("pages of one title are told apart by what they have", () => {
  const pages = [page("equipment_list", "list", "Equipment"), page("equipment", "detail", "Equipment")];

  expect(words(...pages, page("lift", "detail", "Lift"))).toEqual([
    "Equipment (list)",
    "Equipment (one record)",
    "Lift",
  ]);
  expect(apartWords({ pages: [pages[0] as Page] }, MODEL, pages[0] as Page)).toBeUndefined();
});

it("[DSG-05] pages of one title and kind are told apart by what they are about, and never by their ids", () => {
  expect(words(page("a", "list", "Due"), page("b", "list", "Due", "crane"))).toEqual([
    "Due (Lifts)",
    "Due (Cranes)",
  ]);
  expect(
    words(
      page("a", "list", "Due"),
      page("b", "list", "Due", "crane"),
      page("c", "detail", "Due"),
      page("d", "detail", "Due", "crane"),
    ),
  ).toEqual([
    "Due (list, Lifts)",
    "Due (list, Cranes)",
    "Due (one record, Lifts)",
    "Due (one record, Cranes)",
  ]);
});

it("lists of one kind of record are told apart by whose rows they have", () => {
  const crane = field("crane", "lookup", { target: "crane", label: { en: "Crane" } });
  const model = { ...MODEL, entities: [{ ...entity("lift", [crane]), plural: { en: "Lifts" } }] };
  const rows = { id: "rows", type: "list", entity: "lift", title: "name" };
  const pages = [null, "crane"].map((parent, at) => ({
    ...page(String(at), "list", "Lifts"),
    blocks: [{ ...rows, parent }],
  })) as unknown as Page[];

  const named = pages.map((one) => pageWords({ pages }, model, one));

  expect(named).toEqual(["Lifts (list)", "Lifts (list by Crane)"]);
});

it("pages that are alike in all of that are counted in their order", () => {
  expect(words(page("lift_list", "list", "Lifts"), page("old_lifts", "list", "Lifts"))).toEqual([
    "Lifts (list 1)",
    "Lifts (list 2)",
  ]);
});

it("entities of one name are told apart by their first fields, or counted where those are the same", () => {
  const named = (id: string, ...fields: string[]) => ({
    ...entity(
      id,
      fields.map((one) => field(one.toLowerCase(), "text", { label: { en: one } })),
    ),
    label: { en: "Visit" },
    plural: { en: "Visits" },
  });
  const model: Model = {
    version: 1,
    entities: [
      named("visit", "Customer", "Day"),
      named("call", "Name", "Number", "Hour", "Note"),
      named("call_2", "Name", "Number", "Hour"),
      { ...named("order"), plural: { en: "Orders" } },
    ],
  };

  expect(model.entities.map((one) => entityOption(model, one, "plural"))).toEqual([
    { value: "visit", label: "Visits (Customer, Day)" },
    { value: "call", label: "Visits (2)" },
    { value: "call_2", label: "Visits (3)" },
    { value: "order", label: "Orders" },
  ]);
});
