import { expect, it } from "vitest";
import {
  downFields,
  fieldsOnly,
  leftOut,
  may,
  type Operation,
  readOnlyFields,
} from "../../../frontend/local/standing";
import type { Depths, EffectiveMetadata, Standing } from "../../../frontend/protocol";
import type { Values } from "../../../frontend/shared/json";
import { effective, entity, field } from "../metadata/builders";
import { depths, profile, standing, taken } from "./standings";

const customer = entity("customer", [
  field("name", "text"),
  field("number", "auto_number", { readOnly: true }),
]);

function grounds(
  told: Standing | null,
  metadata: EffectiveMetadata | null = effective({ entities: [customer] }),
) {
  return { standing: told, metadata, person: "me" };
}

function with_(operation: Operation, depth: Depths["edit"]): Standing {
  return standing({ rights: { customer: depths({ [operation]: depth }) } });
}

const CASES: readonly (readonly [Depths["edit"], Values, boolean])[] = [
  ["none", { owner: "me" }, false],
  ["own", { owner: "me" }, true],
  ["own", { owner: "my-team" }, false],
  ["own", { owner: "colleague" }, false],
  ["team", { owner: "my-team" }, true],
  ["team", { owner: "colleague" }, false],
  ["unit", { owner: "colleague" }, true],
  ["unit", { owner: "stranger" }, false],
  ["unit_and_below", { owner: "colleague" }, false],
  ["all", { owner: "stranger" }, true],
  ["all", {}, true],
  ["own", {}, false],
  ["none", { owner: "stranger", shared: ["read", "edit"] }, true],
  ["own", { owner: "stranger", shared: ["read"] }, false],
];

it.each(CASES)("[SEC-01] editing at depth %s a record with %j: %s", (depth, values, allowed) => {
  expect(may(grounds(with_("edit", depth)), "edit", "customer", values)).toBe(allowed);
});

it.each([
  ["none", {}, false],
  ["own", {}, true],
  ["own", { owner: "colleague" }, false],
  ["unit", { owner: "colleague" }, true],
  ["none", { shared: ["create"] }, false],
] as const)("[SEC-01] creating at depth %s a record with %j: %s", (depth, values, allowed) => {
  expect(may(grounds(with_("create", depth)), "create", "customer", values)).toBe(allowed);
});

it("[SEC-01] without a record says whether there may be one, a shared one too", () => {
  const some = grounds(
    standing({ rights: { customer: depths({ edit: "none", create: "none", read: "own" }) } }),
  );

  expect(may(some, "edit", "customer")).toBe(true);
  expect(may(some, "create", "customer")).toBe(false);
  expect(may(some, "edit", "of_another")).toBe(false);
});

it("until the office has told the standing, the metadata's rights count", () => {
  const metadata = {
    ...effective({ entities: [customer] }),
    rights: { customer: ["read" as const, "edit" as const] },
  };

  expect(may(grounds(null, metadata), "edit", "customer", { owner: "stranger" })).toBe(true);
  expect(may(grounds(null, metadata), "delete", "customer", { owner: "me" })).toBe(false);
});

it("[OUT-07] what only comes down is not changed here, whatever the rights", () => {
  const down = {
    ...effective({ entities: [customer] }),
    profile: profile([taken("customer", { direction: "down" })]),
  };

  expect(may(grounds(standing(), down), "edit", "customer", { owner: "me" })).toBe(false);
  expect(may(grounds(standing(), down), "create", "customer")).toBe(false);
  expect(may(grounds(standing(), down), "read", "customer", { owner: "me" })).toBe(true);
  expect(downFields(down, "customer")).toEqual(["name", "number"]);
});

it("[SEC-05] [OUT-07] read-only are fields of the model, of the role, and those that only come down", () => {
  const fields = [
    { id: "name", direction: "two_way" as const },
    { id: "city", direction: "down" as const },
  ];
  const metadata = {
    ...effective({ entities: [customer] }),
    profile: profile([taken("customer", { fields })]),
  };
  const told = standing({ readOnly: { customer: ["credit"] } });

  expect([...readOnlyFields(grounds(told, metadata), "customer")].sort()).toEqual([
    "city",
    "credit",
    "number",
  ]);
});

it("[OUT-07] what the profile leaves out is set in a new record, and never over what stands at the office", () => {
  const plain = entity("customer", [field("name", "text"), field("city", "text"), field("note", "text")]);
  const carrying = (...entities: Parameters<typeof profile>[0]) => ({
    ...effective({ entities: [plain] }),
    profile: profile(entities),
  });
  const fields = [{ id: "city", direction: "two_way" as const }];
  const some = carrying(taken("customer", { fields }));

  expect(leftOut(some, "customer")).toEqual(["note"]);
  expect(leftOut(carrying(taken("customer")), "customer")).toEqual([]);
  expect(leftOut(carrying(), "customer")).toEqual([]);
  expect([...readOnlyFields(grounds(null, some), "customer")]).toEqual(["note"]);
  expect([...readOnlyFields(grounds(null, some), "customer", "create")]).toEqual([]);
});

it("what is reserved is no field", () => {
  expect(fieldsOnly({ name: "Alder", owner: "me", shared: ["read"] })).toEqual({ name: "Alder" });
});
