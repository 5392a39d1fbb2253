import { expect, it } from "vitest";
import type { NewBlob } from "../../../../frontend/local/blobs";
import { Commands } from "../../../../frontend/local/commands";
import { keepFilterDraft } from "../../../../frontend/local/filter-drafts";
import { ownLocks } from "../../../../frontend/local/locks";
import { memoryStorage } from "../../../../frontend/local/memory";
import { NotReadable } from "../../../../frontend/local/pieces";
import type { Replica } from "../../../../frontend/local/replica";
import { packed, unpacked } from "../../../../frontend/local/rescue/pieces";
import { labelOf, RescueFileFault, seal, unseal } from "../../../../frontend/local/rescue/sealed";
import { AnothersWork, takeIn } from "../../../../frontend/local/rescue/taking-in";
import { unsentWork } from "../../../../frontend/local/rescue/unsent";
import { put } from "../../../../frontend/local/storage";
import { systemClock } from "../../../../frontend/shared/clock";
import { newIds } from "../../../../frontend/shared/ids";
import { openReplica } from "../../../../frontend/sync/opening";

const ANA = { person: "ana", name: "Ana Reis", organisation: "Hansa Lifts" };
const AT = "2026-11-23T08:00:00Z";
const WORD = "gråsparv över taken";
const newId = newIds();

interface Phone {
  readonly replica: Replica;
  readonly commands: Commands;
}

async function phone(person = ANA.person): Promise<Phone> {
  const replica = await openReplica(memoryStorage(), ownLocks(), person);
  const commands = new Commands({ replica, clock: systemClock, newId, saved: () => undefined });
  return { replica, commands };
}

function photo(bytes: readonly number[]): NewBlob {
  const content = Uint8Array.from(bytes).buffer;
  return {
    id: newId(),
    name: "lift.jpg",
    type: "image/jpeg",
    size: content.byteLength,
    sha256: "0".repeat(64),
    bytes: content,
  };
}

async function withWork(): Promise<Phone & { readonly picture: NewBlob; readonly visit: string }> {
  const here = await phone();
  const picture = photo([1, 2, 3, 255]);
  const visit = await here.commands.createRecord("visit", { site: "Åre" }, null, [picture]);
  await here.commands.createRecord("defect", { visit, text: "Rost" });
  const words = { id: "f1", filter: null, entity: "visit", label: { en: "Mine" }, condition: null };
  await keepFilterDraft(here.replica.storage, { ...words, active: true, at: AT });
  const taken = photo([9, 8, 7]);
  await here.replica.storage.commit(
    "draft.keep",
    [put("draft", "form/d1", { id: "d1", at: AT }), put("draft", `form-blob/d1/${taken.id}`, taken)],
    "strict",
  );
  return { ...here, picture, visit };
}

async function fileOf({ replica }: Phone, word = WORD): Promise<Uint8Array<ArrayBuffer>> {
  const work = await unsentWork(replica, ANA, AT);
  return seal(packed(work), { ...ANA, madeAt: AT }, word);
}

it("[BEY-17] all unsent work goes into one file and comes out on another phone of the same person", async () => {
  const old = await withWork();
  const fresh = await phone();

  const file = await fileOf(old);
  const counts = await takeIn(fresh.replica, unpacked(await unseal(file, WORD)));

  expect(counts).toEqual({ changes: 2, drafts: 2, photos: 1 });
  const ids = ({ replica }: Phone) => replica.outbox.entries.peek().map(({ id, acts }) => ({ id, acts }));
  expect(ids(fresh)).toEqual(ids(old));
  expect(new Uint8Array((await fresh.replica.blobs.bytes(old.picture.id)) ?? new ArrayBuffer())).toEqual(
    new Uint8Array([1, 2, 3, 255]),
  );
  const stored = async ({ replica }: Phone) =>
    replica.storage.readAll("draft.read", [{ store: "draft", prefix: "" }]);
  expect(await stored(fresh)).toEqual(await stored(old));
});

it("[BEY-17] a file that is taken in twice, or where its work already lies, adds nothing", async () => {
  const old = await withWork();
  const work = unpacked(await unseal(await fileOf(old), WORD));

  const counts = await takeIn(old.replica, work);

  expect(counts).toEqual({ changes: 0, drafts: 0, photos: 0 });
  expect(old.replica.outbox.entries.peek()).toHaveLength(2);
});

it("[BEY-17] an edit from the file joins none that waits here, so that the office knows it again", async () => {
  const old = await phone();
  const fresh = await phone();
  for (const { replica, commands } of [old, fresh]) {
    const record = "01900000-0000-7000-8000-000000000001";
    const edit = { value: replica === old.replica ? 1 : 2, old: 0, base: 4 };
    await commands.editRecord("meter", record, { count: edit });
  }

  await takeIn(fresh.replica, unpacked(await unseal(await fileOf(old), WORD)));

  const [mine, taken] = fresh.replica.outbox.entries.peek();
  expect(taken?.id).toBe(old.replica.outbox.entries.peek()[0]?.id);
  expect([mine, taken].map((entry) => entry?.acts[0])).toMatchObject([
    { edits: { count: { value: 2 } } },
    { edits: { count: { value: 1 } } },
  ]);
});

it("[BEY-17] what the office has taken stays out of the file", async () => {
  const old = await withWork();
  const { outbox } = old.replica;
  const [first] = outbox.entries.peek();
  if (!first) throw new Error("no change");
  const outcome = { number: 1, status: "applied", conflicts: [], seq: 7 } as never;
  const { operations, adopt } = outbox.prepare([{ ...first, number: 1, outcome }]);
  await old.replica.storage.commit("push.outcomes", operations, "strict");
  adopt();

  const work = await unsentWork(old.replica, ANA, AT);

  expect(work.changes.map(({ acts }) => acts[0]?.entity)).toEqual(["defect"]);
  expect(work.blobs.map(({ id }) => id)).toEqual([old.picture.id]);
});

it("[BEY-17] the file says whose it is, and its words and photos cannot be read", async () => {
  const file = await fileOf(await withWork());

  expect(labelOf(file)).toEqual({ ...ANA, madeAt: AT });
  const text = new TextDecoder("latin1").decode(file);
  expect(text).not.toContain("Rost");
  expect(text).not.toContain("lift.jpg");
});

it("[BEY-17] the same passphrase in other code points opens it, another does not", async () => {
  const file = await fileOf(await phone());

  await expect(unseal(file, WORD.normalize("NFD"))).resolves.toBeInstanceOf(Uint8Array);
  await expect(unseal(file, `${WORD}!`)).rejects.toMatchObject({ fault: "wrong-passphrase" });
});

it("[BEY-17] a file under another name, cut off, newer or of another kind is refused with its reason", async () => {
  const file = await fileOf(await withWork());
  const text = (words: string) => new TextEncoder().encode(words);
  const renamed = file.slice();
  renamed.set(text("Eva"), new TextDecoder("latin1").decode(file).indexOf("Ana Reis"));

  await expect(unseal(renamed, WORD)).rejects.toThrow(RescueFileFault);
  await expect(unseal(file.slice(0, -1), WORD)).rejects.toMatchObject({ fault: "wrong-passphrase" });
  for (const wrong of [text(""), text("%PDF-1.7\n"), file.slice(0, 60), text("satchel-rescue 1\n{}\n")])
    expect(() => labelOf(wrong)).toThrow("no-rescue-file");
  expect(() => labelOf(text("satchel-rescue 2\n"))).toThrow("newer-rescue-file");
  expect(() => unpacked(new Uint8Array([0, 0, 9, 9]))).toThrow(NotReadable);
});

it("[BEY-17] nobody takes in another person's work", async () => {
  const work = await unsentWork((await withWork()).replica, ANA, AT);
  const { replica } = await phone("eva");

  await expect(takeIn(replica, work)).rejects.toThrow(AnothersWork);

  expect(replica.outbox.entries.peek()).toEqual([]);
});
