/** What is most telling about an entity's records, by the vectors that the server passes too. */
import { describe, expect, it } from "vitest";
import { wholeGroups, wholeList } from "../../../frontend/designer/commands/whole-list";
import type { Model } from "../../../frontend/protocol";
import vectors from "../../vectors/telling.json";

describe("[DSG-02] a list that works at once shows what is most telling", () => {
  for (const { name, entity, entities, list, groups } of vectors.cases) {
    it(name, () => {
      const model = { version: 0, entities } as unknown as Model;
      const about = model.entities.find(({ id }) => id === entity);
      if (!about) throw new Error("no such entity");

      const rows = wholeList(model, about, null);

      expect(rows).toMatchObject(list);
      expect(wholeGroups(about).map((group) => group.map(({ id }) => id))).toEqual(groups);
    });
  }

  it("the lookup to the record that a list stands under is in none of its rows", () => {
    const model = { version: 0, entities: vectors.cases[0]?.entities } as unknown as Model;
    const lift = model.entities[1];
    if (!lift) throw new Error("no lift");

    expect(wholeList(model, lift, null, "site").subtitle).toEqual(["customer", "type"]);
  });
});
