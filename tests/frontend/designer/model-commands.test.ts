import { describe, expect, it } from "vitest";
import {
  addChoice,
  addEntity,
  addField,
  changeType,
  removeChoice,
  removeEntity,
  removeField,
  retireChoice,
} from "../../../frontend/designer/commands/entities";
import { choosePolicy, decideTogether } from "../../../frontend/designer/commands/field-groups";
import { addEntityPages } from "../../../frontend/designer/commands/starter";
import { together } from "../../../frontend/designer/commands/together";
import { typesFor } from "../../../frontend/designer/conversions";
import { type Documents, type Intention, idsAt, valueAt } from "../../../frontend/designer/document";
import { NOTHING_RESERVED, type Reserved } from "../../../frontend/designer/ids";
import { applyIntention } from "../../../frontend/designer/patches";
import type { Field } from "../../../frontend/protocol";
import conversions from "../../vectors/conversions.json";
import { documents } from "./documents";

const FACTS = ["pages", "order", "blocks", "facts", "fields"];
const STATUS = ["entities", "order", "fields", "status"];

function applied(before: Documents, intention: Intention | null): Documents {
  if (!intention) throw new Error("Nothing was meant");
  return applyIntention(before, intention);
}

function fieldOf(all: Documents, entity: string, field: string): Field {
  return valueAt(all.model, ["entities", entity, "fields", field]) as Field;
}

function published(...addresses: string[]): Reserved {
  return { workspace: new Set(addresses), model: new Set(addresses) };
}

/** Everything but one list, as text. */
function _besides(before: Documents, path: readonly string[]): string {
  const copy = structuredClone(before);
  const holder = valueAt(copy.workspace, path.slice(0, -1)) as Record<string, unknown>;
  holder[path.at(-1) ?? ""] = "…";
  return JSON.stringify(copy);
}

describe("entities", () => {
  it("a described entity gets a title, its fields and its pages in one step", () => {
    const before = documents();
    const described = {
      label: "Inspection",
      plural: "Inspections",
      fields: [
        { label: "Result", type: "choice", choices: ["Good", "Bad", "good"] },
        { label: "Id", type: "text" },
      ],
    } as const;

    const made = addEntity(before, NOTHING_RESERVED, described);
    const all = together(before, made.intention, (now) => addEntityPages(now, NOTHING_RESERVED, made.id));
    const now = applied(before, all);

    const entity = valueAt(now.model, ["entities", "inspection"]) as {
      title: string;
      fields: { id: string }[];
    };
    expect(entity.title).toBe("name");
    expect(entity.fields.map(({ id }) => id)).toEqual(["name", "result", "id_2"]);
    expect(idsAt(now.model, ["entities", "inspection", "fields", "result", "choices"])).toEqual([
      "good",
      "bad",
      "good_2",
    ]);
    expect(idsAt(now.workspace, ["pages"]).slice(-2)).toEqual(["inspection_list", "inspection"]);
    expect(valueAt(now.workspace, ["pages", "inspection_list", "actions"])).toEqual(["create_inspection"]);
    expect(valueAt(now.workspace, ["pages", "inspection", "actions"])).toEqual([
      "edit_inspection",
      "delete_inspection",
    ]);
  });

  it("a new field is put on the group that is selected", () => {
    const before = documents();

    const now = applied(
      before,
      addField(before, NOTHING_RESERVED, "order", { label: "Weight", type: "decimal" }, [FACTS]),
    );

    expect(valueAt(now.model, ["entities", "order", "fields", "weight"])).toMatchObject({ scale: 2 });
    expect(valueAt(now.workspace, [...FACTS, "weight", "field"])).toBe("weight");
  });

  it("an id that was published once is not given again", () => {
    const before = documents();
    const reserved = published("entities/order/fields/weight");

    const now = applied(before, addField(before, reserved, "order", { label: "Weight", type: "text" }));

    expect(idsAt(now.model, ["entities", "order", "fields"]).at(-1)).toBe("weight_2");
  });

  it("a field that goes leaves no page, form, step, list or sort that speaks of it", () => {
    const before = documents();

    const now = applied(before, removeField(before, "order", "status"));

    expect(JSON.stringify(now.workspace)).not.toContain("status");
    expect(idsAt(now.model, ["entities", "order", "fields"])).not.toContain("status");
  });

  it("a lookup that goes takes the fields beyond it, and the title field gives its place to another", () => {
    const before = documents();

    const withoutLookup = applied(before, removeField(before, "order", "customer"));
    const now = applied(withoutLookup, removeField(withoutLookup, "order", "number"));

    const rows = valueAt(now.workspace, ["pages", "orders", "blocks", "rows"]) as Record<string, unknown>;
    expect(valueAt(now.model, ["entities", "order", "title"])).toBe("status");
    expect(rows).toMatchObject({ title: "status", subtitle: ["status"], search: [], sort: null });
  });

  it("the only field that can name records stays", () => {
    const intention = removeField(documents(), "person", "name");

    expect(intention).toBeNull();
  });

  it("an entity that goes takes its pages, actions and the lookups to it", () => {
    const before = documents();

    const now = applied(before, removeEntity(before, "customer"));

    expect(idsAt(now.model, ["entities"])).toEqual(["person", "order"]);
    expect(idsAt(now.model, ["entities", "order", "fields"])).not.toContain("customer");
    expect(JSON.stringify(now.workspace)).not.toContain("customer");
  });

  it("a built-in entity stays", () => {
    expect(removeEntity(documents(), "person")).toBeNull();
  });

  it("a type changes while the field is not published, and takes along what the type needs", () => {
    const before = documents();

    const now = applied(before, changeType(before, null, "order", "total", "lookup"));

    expect(valueAt(now.model, ["entities", "order", "fields", "total"])).toMatchObject({
      type: "lookup",
      target: "customer",
      currency: null,
    });
  });

  it("[MET-04] a published field becomes what its values can be converted to, and nothing else", () => {
    const before = documents();
    const stored = fieldOf(before, "order", "total");

    const now = applied(before, changeType(before, stored, "order", "total", "decimal"));

    expect(fieldOf(now, "order", "total").type).toBe("decimal");
    expect(changeType(before, stored, "order", "total", "date")).toBeNull();
  });

  it("a published field that becomes again what it was is as it was", () => {
    const before = documents();
    const stored = fieldOf(before, "order", "status");
    const text = applied(before, changeType(before, stored, "order", "status", "text"));

    const now = applied(text, changeType(text, stored, "order", "status", "choice"));

    expect(fieldOf(text, "order", "status").choices).not.toEqual(stored.choices);
    expect(fieldOf(now, "order", "status").choices).toEqual(stored.choices);
  });

  it("[MET-04] the types that the designer offers are those that the server converts to", () => {
    const offered = Object.entries(conversions as Record<string, string[]>);

    for (const [type, others] of offered) {
      const types = typesFor({ type: type as Field["type"] });
      expect([...types].sort()).toEqual([...new Set([type, ...others])].sort());
    }
    expect(typesFor({ type: "lookup" })).toEqual(["lookup"]);
    expect(typesFor({ type: "image" })).toEqual(["image"]);
  });

  it("a choice is added, retired and offered again", () => {
    const before = documents();

    const added = applied(before, addChoice(before, NOTHING_RESERVED, "order", "status", "Open"));
    const retired = applied(added, retireChoice(added, "order", "status", "open_2", true));
    const now = applied(retired, retireChoice(retired, "order", "status", "open_2", false));

    expect(valueAt(retired.model, [...STATUS, "choices", "open_2", "retired"])).toBe(true);
    expect(valueAt(now.model, [...STATUS, "choices", "open_2", "retired"])).toBe(false);
  });

  it("a published choice is retired where an unpublished one is removed with what speaks of it", () => {
    const before = documents();

    const kept = applied(
      before,
      removeChoice(before, published([...STATUS, "choices", "open"].join("/")), "order", "status", "open"),
    );
    const now = applied(before, removeChoice(before, NOTHING_RESERVED, "order", "status", "open"));

    expect(valueAt(kept.model, [...STATUS, "choices", "open", "retired"])).toBe(true);
    expect(idsAt(now.model, [...STATUS, "choices"])).toEqual(["confirmed"]);
    expect(valueAt(now.workspace, ["actions", "confirm", "when"])).toBeNull();
  });
});

describe("fields that are chosen together", () => {
  const groups = (all: Documents) =>
    Object.fromEntries(
      (valueAt(all.model, ["entities", "order", "fields"]) as Field[])
        .filter(({ group }) => group)
        .map(({ id, group }) => [id, group]),
    );
  const joined = (before: Documents, field: string, other: string | null) =>
    applied(before, decideTogether(before, "order", field, other));

  it("[L01] a field joins another one and its group, with one policy that combines nothing", () => {
    const adding = applied(documents(), choosePolicy(documents(), "order", "total", "add"));

    const two = joined(adding, "status", "total");
    const three = joined(two, "customer", "status");

    expect(groups(three)).toEqual({ total: "total", status: "total", customer: "total" });
    expect(fieldOf(three, "order", "total").policy ?? null).toBeNull();
    expect(fieldOf(three, "order", "status").policy ?? null).toBeNull();
  });

  it("a group of one is none", () => {
    const two = joined(documents(), "status", "total");

    const apart = joined(two, "status", null);
    const elsewhere = joined(two, "status", "customer");

    expect(groups(apart)).toEqual({});
    expect(groups(elsewhere)).toEqual({ status: "customer", customer: "customer" });
  });

  it("[ADM-07] a policy is that of the whole group", () => {
    const two = joined(documents(), "status", "total");

    const now = applied(two, choosePolicy(two, "order", "status", "office"));

    expect(fieldOf(now, "order", "total").policy).toBe("office");
    expect(fieldOf(now, "order", "status").policy).toBe("office");
  });
});
