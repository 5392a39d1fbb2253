/** What the form of an action shows and holds when it opens, by the types of its fields. */
import { describe, expect, it } from "vitest";
import { fieldsOf, startOf } from "../../../frontend/blocks/form/form-fields";
import { Lens } from "../../../frontend/blocks/lens";
import type { Action, Field, ShownField } from "../../../frontend/protocol";
import { action, effective, entity, field } from "../metadata/builders";

const OPENING = { me: "me", now: "2026-11-22T12:00:00.000Z", timeZone: "UTC" };

function opened(kind: Action["kind"], ...fields: Field[]) {
  const lens = new Lens(effective({ entities: [entity("asset", fields)] }), "en");
  const shown = fields.map(({ id }) => ({ id, field: id }) as ShownField);
  const form = action("it", kind, { entity: "asset", fields: shown });
  return {
    fields: fieldsOf(lens, form).map((one) => [one.field.id, one.readOnly]),
    start: startOf(lens, form, OPENING),
  };
}

describe("a form that opens", () => {
  it("[DSG-21] leaves out a number that the server gives, and shows it where the record has it", () => {
    const number = field("number", "auto_number");

    expect(opened("create", number).fields).toEqual([]);
    expect(opened("edit", number).fields).toEqual([["number", true]]);
  });

  it("[DSG-21] lets people write a number that is theirs to give", () => {
    const number = field("number", "auto_number", { manual: true });

    expect(opened("create", number).fields).toEqual([["number", false]]);
    expect(opened("edit", number).fields).toEqual([["number", false]]);
  });

  it("[DSG-20] says no to a question that must be answered, and nothing to one that need not be", () => {
    const fields = [field("safe", "yes_no", { required: true }), field("urgent", "yes_no")];

    expect(opened("create", ...fields).start).toEqual({ safe: false });
  });
});
