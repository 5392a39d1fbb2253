import { expect, it } from "vitest";
import {
  asksFor,
  fieldsOf,
  fillable,
  filledColumns,
  keyColumns,
  keyFields,
  likelyKey,
  newColumns,
  ownKey,
  ownKeyField,
  planOfFilled,
  planOfNew,
  titleColumns,
  typesFor,
} from "../../../../frontend/designer/import/columns";
import type { Entity } from "../../../../frontend/protocol";
import { GUESSES, guess } from "./sheets";

const field = (id: string, type: string, more: object = {}) => ({ id, type, label: { en: id }, ...more });
const ROWS = { title: "name", key: "", emptyUnfit: true };
const ENTITY = {
  id: "pump",
  label: { en: "Pump" },
  plural: { en: "Pumps" },
  title: "name",
  fields: [
    field("name", "text", { label: { en: "Name", sv: "Namn" } }),
    field("serial", "auto_number"),
    field("photo", "image"),
    field("total", "decimal", { computed: { op: "add" } }),
    field("since", "date"),
    field("code", "integer", { unique: true }),
  ],
} as unknown as Entity;

it("columns become fields of the types that were chosen, under the ids of the columns", () => {
  const [name, checked, state] = newColumns(GUESSES);

  const fields = fieldsOf(
    [name, { ...checked, taken: false }, { ...state, label: "Condition" }] as never,
    "name",
  );

  expect(fields).toEqual([
    { id: "name", type: "text", label: { en: "Name" }, required: true, maxLength: 200 },
    {
      id: "state",
      type: "choice",
      label: { en: "Condition" },
      choices: [
        { id: "good", label: { en: "Good" }, colour: null, retired: false },
        { id: "worn", label: { en: "Worn" }, colour: null, retired: false },
      ],
    },
  ]);
});

it("a field has room for the longest cell, the decimals and the currency that there are", () => {
  const columns = newColumns([
    guess({ longest: 900, empty: 1 }),
    guess({ id: "length", type: "decimal", scale: 3 }),
    guess({ id: "price", type: "money", reading: { decimal: ",", days: "ymd", currency: "SEK" } }),
  ]);

  expect(fieldsOf(columns, "name")).toMatchObject([
    { id: "name", maxLength: 900 },
    { id: "length", scale: 3 },
    { id: "price", currency: "SEK" },
  ]);
  expect(fieldsOf(columns, "name")[0]).not.toHaveProperty("required");
});

it("choices whose labels come to the same id are told apart", () => {
  const [made] = fieldsOf(newColumns([guess({ type: "choice", choices: ["A b", "A-b", "日本"] })]), "");

  expect(made?.choices.map(({ id }) => id)).toEqual(["a_b", "a_b_2", "choice"]);
});

it("a column becomes a choice where its values are few, and a lookup where they name records", () => {
  expect(typesFor(guess())).not.toContain("choice");
  expect(typesFor(guess())).not.toContain("lookup");
  expect(typesFor(guess({ choices: ["a", "b"], target: "customer" }))).toEqual(
    expect.arrayContaining(["choice", "lookup"]),
  );
});

it("the likeliest name of a record is a text that is there everywhere and never twice", () => {
  const columns = newColumns([
    guess({ id: "yes", type: "yes_no" }),
    guess({ id: "town", unique: false }),
    guess({ id: "date", type: "date" }),
    guess({ id: "name" }),
  ]);

  expect(titleColumns(columns).map(({ guess: { id } }) => id)).toEqual(["name", "town", "date"]);
});

it("an entity that is only being made is checked by its fields, one that is there by its id", () => {
  const columns = newColumns(GUESSES.slice(0, 1));

  expect(planOfNew(columns, ROWS, null)).toMatchObject({ entity: null, fields: [{ id: "name" }] });
  expect(planOfNew(columns, ROWS, "pump")).toMatchObject({ entity: "pump", fields: [] });
});

it("columns fill the fields that are called the same, in any language, each one once", () => {
  const guesses = [guess({ label: "NAMN", id: "x" }), guess({ column: 1, label: "name", id: "y" })];

  const found = filledColumns(guesses, ENTITY).map(({ field: filled }) => filled);

  expect(found).toEqual(["name", null]);
});

it("what the server, a rule or a camera gives is filled from no spreadsheet", () => {
  expect(fillable(ENTITY).map(({ id }) => id)).toEqual(["name", "since", "code"]);
});

it("records are found by texts and by what is unique, where a column fills it", () => {
  const columns = ["name", "since", "code"].map((filled, column) => ({
    guess: guess({ column }),
    field: filled,
    reading: guess().reading,
  }));

  expect(keyFields(ENTITY, columns).map(({ id }) => id)).toEqual(["name", "code"]);
  expect(keyFields(ENTITY, columns.slice(1)).map(({ id }) => id)).toEqual(["code"]);
});

it("a column of numbers or codes, all but a few of them different, is proposed to tell rows apart", () => {
  const codes = { id: "code", samples: ["LF-1000", "LF-1001"], repeats: 3 };
  const columns = (parts: object) => newColumns([guess(), guess({ ...codes, ...parts })]);

  expect(likelyKey(columns({}), 400)?.guess.id).toBe("code");
  expect(likelyKey(columns({}), 40)).toBeUndefined();
  expect(likelyKey(columns({ empty: 1 }), 400)).toBeUndefined();
  expect(likelyKey(columns({ samples: ["Hafenstr. 58", "Hafenstr. 59"] }), 400)).toBeUndefined();
  expect(keyColumns(columns({ type: "date" })).map(({ guess: { id } }) => id)).toEqual(["name"]);
});

it("a column that is called a number or a code, filled and never twice, tells rows apart by itself", () => {
  const found = (label: string, parts: object = {}) =>
    ownKey(newColumns([guess(), guess({ id: "own", label, ...parts })]))?.guess.id;

  const told = ["Equipment no.", "Inventarnummer", "Serial", "Asset-ID", "Artikelkod", "Nr", "Postcode #"];
  expect(told.map((label) => found(label))).toEqual(told.map(() => "own"));
  const silent = ["Name", "Notes", "Video", "Decoder", "Sidan", "Nordic site"];
  expect(silent.map((label) => found(label)).filter(Boolean)).toEqual([]);
  expect(found("No.", { unique: false })).toBeUndefined();
  expect(found("No.", { type: "integer" })).toBe("own");
  expect(found("No.", { type: "phone" })).toBeUndefined();
});

it("records are found by what is unique, or by a number of their own, unless somebody chooses", () => {
  const columns = (label: string) =>
    ["name", "code"].map((field, column) => ({
      guess: guess({ column, label: column === 0 ? label : "x", unique: column === 0 }),
      field,
      reading: guess().reading,
    }));

  expect(ownKeyField(ENTITY, columns("Pump no."))?.id).toBe("name");
  expect(ownKeyField(ENTITY, columns("Pump"))).toBeUndefined();
  expect(ownKeyField(ENTITY, [{ ...columns("")[0], field: "code" } as never])?.id).toBe("code");
});

it("the field by which rows are told apart is unique, where one is said", () => {
  expect(fieldsOf(newColumns([guess()]), "", "name")[0]).toMatchObject({ unique: true });
  expect(fieldsOf(newColumns([guess()]), "", "")[0]).not.toHaveProperty("unique");
});

it("there is no plan before a column fills anything", () => {
  expect(
    planOfFilled([{ guess: guess(), field: null, reading: guess().reading }], "pump", null, true),
  ).toBeNull();
});

it("only what may be read in several ways is asked about", () => {
  expect(asksFor("text", guess())).toEqual([]);
  expect(asksFor("date", guess())).toEqual(["days"]);
  expect(asksFor("integer", guess({ samples: ["12"] }))).toEqual([]);
  expect(asksFor("integer", guess({ samples: ["1,200"] }))).toEqual(["decimal"]);
  expect(asksFor("money", guess())).toEqual(["decimal", "currency"]);
});
