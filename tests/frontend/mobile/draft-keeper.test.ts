/** What a form writes to the disk while somebody types. */
import { describe, expect, it } from "vitest";
import { FormState } from "../../../frontend/blocks/form/form-state";
import { WholeForm } from "../../../frontend/blocks/form/whole-form";
import { controls } from "../../../frontend/fields/controls";
import type { NewBlob } from "../../../frontend/local/blobs";
import { type FormDraft, formDrafts } from "../../../frontend/local/form-drafts";
import { memoryStorage } from "../../../frontend/local/memory";
import type { Storage } from "../../../frontend/local/storage";
import { Drafts } from "../../../frontend/mobile/drafts/drafts";
import { DraftKeeper } from "../../../frontend/mobile/drafts/keeper";
import type { Action, Field } from "../../../frontend/protocol";
import { systemClock } from "../../../frontend/shared/clock";

const READING = { language: "en", zone: "UTC" } as never;
const NAME = { id: "name", type: "text", label: { en: "Name" } } as unknown as Field;
const PHOTO: NewBlob = {
  id: "b1",
  name: "meter.jpg",
  type: "image/jpeg",
  size: 3,
  sha256: "aa",
  bytes: new Uint8Array([1, 2, 3]).buffer,
};

interface Wanted {
  readonly storage?: Storage;
  readonly pictures?: readonly NewBlob[];
}

function keeping({ storage = memoryStorage(), pictures = [] }: Wanted = {}) {
  const fields = [{ node: "n", field: NAME, label: "Name", help: "", readOnly: false }];
  const form = new FormState({ fields, controls, reading: READING, values: {} });
  const whole = new WholeForm(form);
  const action = { id: "new_customer", kind: "create", entity: "customer" } as unknown as Action;
  const place = { id: "d1", workspace: "sales_orders", page: "customers", record: "r1" };
  const drafts = new Drafts(storage);
  const keeper = new DraftKeeper({
    form: whole,
    beginning: { ...place, action, fields, start: {} },
    drafts,
    clock: systemClock,
    taken: () => pictures,
  });
  keeper.follow();
  return { storage, form, drafts, keeper };
}

/** A store that counts what is written and can be made to fail. */
function watched() {
  const inner = memoryStorage();
  const seen = { writes: 0, fails: false };
  const storage: Storage = {
    ...inner,
    failure: inner.failure,
    async commit(...given) {
      seen.writes += 1;
      if (seen.fails) throw new Error("the disk is full");
      await inner.commit(...given);
    },
  };
  return { storage, seen };
}

const settled = (keeper: DraftKeeper) => keeper.submit(async () => false);
const names = (drafts: readonly FormDraft[]) => drafts.map(({ typed }) => typed.inputs.name);

describe("[DRF-01] [L06] keeping a form as a draft", () => {
  it("writes what is there when a write begins, and not every key of a fast typist", async () => {
    const { storage, seen } = watched();
    const { form, keeper } = keeping({ storage });

    for (let length = 1; length <= 40; length += 1) form.set("name", "x".repeat(length));
    await settled(keeper);

    expect(names(await formDrafts(storage))).toEqual(["x".repeat(40)]);
    expect(seen.writes).toBeLessThan(5);
  });

  it("keeps a new record that its writer asks for although nothing was typed into it", async () => {
    const { storage, keeper } = keeping();

    await settled(keeper);
    expect(await formDrafts(storage)).toEqual([]);
    expect(await keeper.keep()).toBe(true);

    expect(await formDrafts(storage)).toHaveLength(1);
  });

  it("says that it is not kept while the disk does not take it, and keeps it with the next key", async () => {
    const { storage, seen } = watched();
    const { form, keeper } = keeping({ storage });
    form.set("name", "Hansa");
    await settled(keeper);
    expect(keeper.keptAt.value).not.toBeNull();

    seen.fails = true;
    form.set("name", "Hansa F");
    await settled(keeper);
    expect(keeper.keptAt.value).toBeNull();

    seen.fails = false;
    form.set("name", "Hansa Fi");
    await settled(keeper);
    expect(keeper.keptAt.value).not.toBeNull();
    expect(names(await formDrafts(storage))).toEqual(["Hansa Fi"]);
  });

  it("is done with a form that was left or thrown away while it was saved, though it was not saved", async () => {
    for (const leave of ["left", "thrown away"]) {
      const { storage, form, drafts, keeper } = keeping();
      const end = keeper.follow();
      form.set("name", "Hansa");
      await settled(keeper);
      let fail = () => {};
      const failure = new Promise<boolean>((done) => {
        fail = () => done(false);
      });
      const saving = keeper.submit(() => failure);

      if (leave === "thrown away") await keeper.discard();
      end();
      fail();
      await saving;
      await drafts.refresh();

      expect(names(await formDrafts(storage))).toEqual(leave === "left" ? ["Hansa"] : []);
      expect([...drafts.open]).toEqual([]);
    }
  });

  it("keeps each picture once, and all of them go with the draft", async () => {
    const { storage, form, drafts, keeper } = keeping({ pictures: [PHOTO] });
    form.set("name", "Hansa");
    await settled(keeper);
    form.set("name", "Hansa Fisk");
    await settled(keeper);
    const [draft] = await formDrafts(storage);
    expect(draft && (await drafts.pictures(draft))).toEqual([PHOTO]);

    await keeper.discard();

    expect(await formDrafts(storage)).toEqual([]);
    expect(draft && (await drafts.pictures(draft))).toEqual([]);
  });

  it("[inv 3] goes in the same write as the change that it becomes, or stays", async () => {
    const { storage, form, drafts, keeper } = keeping();
    form.set("name", "Hansa");

    const refused = await keeper.submit(async (beside) => {
      expect(beside.length).toBeGreaterThan(0);
      return false;
    });
    expect([refused, (await formDrafts(storage)).length, drafts.all.value.length]).toEqual([false, 1, 1]);

    form.set("name", "Hansa Fisk");
    const saved = await keeper.submit(async (beside) => {
      expect(names(await formDrafts(storage))).toEqual(["Hansa Fisk"]);
      await storage.commit("outbox.save", [...beside], "strict");
      return true;
    });
    form.set("name", "typed after saving");
    await new Promise((done) => setTimeout(done));

    expect([saved, await formDrafts(storage), drafts.all.value]).toEqual([true, [], []]);
  });
});
