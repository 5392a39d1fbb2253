/** One rule, one verdict: the cases that the office runs as well (`tests/backend/records/test_rule_vectors.py`). */
import { describe, expect, it } from "vitest";
import type { Asker } from "../../../frontend/expressions/asker";
import { localDay } from "../../../frontend/expressions/periods";
import type { Subject } from "../../../frontend/expressions/rules";
import { findEntity, textIn } from "../../../frontend/metadata/find";
import { type Around, hasRules, RecordRules } from "../../../frontend/metadata/record-rules";
import type { Entity, Model } from "../../../frontend/protocol";
import type { Values } from "../../../frontend/shared/json";
import vectors from "../../vectors/rules.json";

const model = { version: 1, entities: vectors.entities } as unknown as Model;
const records = vectors.records as unknown as Readonly<Record<string, Readonly<Record<string, Values>>>>;
const { person, zone, now, language } = vectors.asker;
const asker: Asker = { person, timeZone: zone, now, today: localDay(now, zone), language };

const around: Around = {
  lookup: (entity, id) => records[entity]?.[id],
  lines: (entity, parent, id) => subjects(entity).filter(({ values }) => values[parent] === id),
};

function subjects(entity: string): readonly Subject[] {
  return Object.entries(records[entity] ?? {}).map(([id, values]) => ({ id, values }));
}

function subject(entity: string, id: string): Subject {
  return { id, values: records[entity]?.[id] ?? {} };
}

function rules(here: Around = around, of: Model = model): RecordRules {
  return new RecordRules(of, here, asker, () => true);
}

function madeOf(entity: string, values: Values): Values {
  const fields = findEntity(model, entity)?.fields.filter(({ computed }) => computed) ?? [];
  return Object.fromEntries(
    fields.flatMap(({ id }) => (values[id] === null || values[id] === undefined ? [] : [[id, values[id]]])),
  );
}

describe("[BEY-20] [L23] rules on the phone say what they say at the office", () => {
  it.each(vectors.cases.map((one) => [one.name, one] as const))("%s: computed", (_name, one) => {
    const values = rules().computed(one.entity, subject(one.entity, one.record));

    expect(madeOf(one.entity, values)).toEqual(one.computed);
  });

  it.each(vectors.cases.map((one) => [one.name, one] as const))("%s: what it does not meet", (_name, one) => {
    const [first] = rules().unmet(one.entity, subject(one.entity, one.record));

    const told = first && {
      code: first.message ? "unmet-rule" : "value-required",
      field: first.field,
      ...(first.message && { rule: first.id, message: textIn(first.message, language) }),
    };
    expect(told ?? null).toEqual(one.unmet);
  });

  it.each(vectors.begun.map((one) => [one.name, one] as const))("%s: what it begins with", (_name, one) => {
    expect(rules().begun(one.entity, one.given as Values)).toEqual(one.begun);
  });
});

describe("[BEY-20] what the phone does not have it does not judge", () => {
  const dear = vectors.cases.find(({ name }) => name === "dear")?.record ?? "";

  it("[BEY-20] a rule that walks to a record that is not here refuses nothing", () => {
    const known = rules().unmet("order", subject("order", dear));
    const away = rules({ ...around, lookup: () => undefined }).unmet("order", subject("order", dear));

    expect(known.map(({ id }) => id)).toEqual(["dates", "limit"]);
    expect(away.map(({ id }) => id)).toEqual(["dates"]);
  });

  it("[L23] a value that it cannot compute stays as the office has computed it", () => {
    const stored = { ...subject("order", dear), values: { ...records.order?.[dear], gross: "the office's" } };

    const values = rules({ ...around, lookup: () => undefined }).computed("order", stored);

    expect(values.gross).toBe("the office's");
    expect(values.net).toEqual({ amount: "60.00", currency: "EUR" });
  });

  it("[BEY-20] nor by a rule that names a field which is kept from the user", () => {
    const masked = masking("customer", "discount");

    const values = rules(around, masked).computed("order", {
      ...subject("order", dear),
      values: { gross: "kept" },
    });

    expect(values.gross).toBe("kept");
  });

  it("[L45] nor by a rule of a newer server", () => {
    const order = findEntity(model, "order");
    const newer = order?.fields.map((field) => {
      return field.id === "count" ? { ...field, computed: { op: "logarithm", of: [] } } : field;
    });
    const of = { ...model, entities: [{ ...order, fields: newer } as Entity] };

    const values = rules(around, of).computed("order", { id: dear, values: { count: 7 } });

    expect(values.count).toBe(7);
  });

  it("[BEY-20] a rule that fails while it runs tells nothing", () => {
    const failing: Around = {
      ...around,
      lines: () => {
        throw new Error("a broken index");
      },
    };

    const values = rules(failing).computed("order", { id: dear, values: { count: 7 } });

    expect(values).toMatchObject({ count: 7, late: false });
  });
});

describe("[L23] what another record's sum reads of a line", () => {
  it("[L23] is what the office computed, where nothing more stands here", () => {
    const order = subject("order", vectors.cases[1]?.record ?? "");
    const stored: Around = {
      ...around,
      lines: () => [{ id: "one", values: { amount: { amount: "7.00", currency: "EUR" }, quantity: 3 } }],
    };

    const values = new RecordRules(model, stored, asker).computed("order", order);

    expect(values.net).toEqual({ amount: "7.00", currency: "EUR" });
  });

  it("[L23] an entity without rules is told apart from one with some", () => {
    const ruled = model.entities.filter(hasRules).map(({ id }) => id);

    expect(ruled).toEqual(["order", "line"]);
  });
});

function masking(entity: string, field: string): Model {
  const entities = model.entities.map((one) => {
    return one.id === entity ? { ...one, fields: one.fields.filter(({ id }) => id !== field) } : one;
  });
  return { ...model, entities };
}
