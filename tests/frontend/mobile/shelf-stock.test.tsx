import { describe, expect, it } from "vitest";
import { ownLocks } from "../../../frontend/local/locks";
import { memoryStorage } from "../../../frontend/local/memory";
import { memoryShelf } from "../../../frontend/mobile/app";
import type { PictureShelf, Shelved } from "../../../frontend/mobile/ports";
import { stockShelf } from "../../../frontend/mobile/shelf-stock";
import type { EffectiveMetadata, Row } from "../../../frontend/protocol";
import { openReplica } from "../../../frontend/sync/opening";
import { diskOf, id, metadataOf } from "./phone-app";

const reference = (blob: string) => ({
  blob,
  name: "lift.jpg",
  type: "image/jpeg",
  size: 3,
  sha256: "0".repeat(64),
});

const LIFTS: Row[] = [
  [id(1), 1, { photo: reference("p1"), manual: [reference("m1")] }],
  [id(2), 1, { photo: reference("p2") }],
];

/** The expenses of the ready-made workspace, of which a profile takes these files along. */
function metadata(files: "all" | "thumbnail" | "none"): EffectiveMetadata {
  const whole = metadataOf("expense_management");
  const entities = whole.model.entities.map((entity) => {
    if (entity.id !== "expense") return entity;
    const [like] = entity.fields;
    const fields = [
      { ...like, id: "photo", type: "image" },
      { ...like, id: "manual", type: "file", several: true },
    ] as typeof entity.fields;
    return { ...entity, fields };
  });
  const taken = { id: "expense", files, rules: [], fields: null, relations: [] } as never;
  return {
    ...whole,
    model: { ...whole.model, entities },
    profile: { ...whole.profile, entities: [taken] },
  };
}

async function stocked(
  files: "all" | "thumbnail" | "none",
  shelf: PictureShelf,
  fetched: (one: Shelved) => void = () => {},
): Promise<readonly string[]> {
  const disk = diskOf(metadata(files), { expense: LIFTS });
  const replica = await openReplica(memoryStorage(disk), ownLocks(), "me");
  await stockShelf({
    shelf,
    replica,
    pictures: {
      async fetch(blob, size) {
        fetched({ blob, size });
        return new Blob([blob]);
      },
    },
    ended: () => false,
  });
  return (await shelf.list()).map(({ size, blob }) => `${size}/${blob}`);
}

describe("[L36] [DAT-06] pictures and files that a profile takes along", () => {
  it("are thumbnails where it says so, and nothing where it takes none", async () => {
    expect(await stocked("thumbnail", memoryShelf())).toEqual(["thumbnail/p1", "thumbnail/p2"]);
    expect(await stocked("none", memoryShelf())).toEqual([]);
  });

  it("are whole where it takes all, after the last thumbnail, files among them", async () => {
    const asked: string[] = [];

    await stocked("all", memoryShelf(), ({ size, blob }) => asked.push(`${size}/${blob}`));

    expect(asked.slice(0, 2)).toEqual(["thumbnail/p1", "thumbnail/p2"]);
    expect(asked.slice(2).sort()).toEqual(["original/m1", "original/p1", "original/p2"]);
  });

  it("are fetched once, and thrown away when the profile takes them no longer", async () => {
    const shelf = memoryShelf();
    await stocked("all", shelf);
    const asked: Shelved[] = [];

    const left = await stocked("thumbnail", shelf, (one) => asked.push(one));

    expect(asked).toEqual([]);
    expect(left).toEqual(["thumbnail/p1", "thumbnail/p2"]);
  });

  it("stay as far as they came when the network goes, and the rest comes the next time", async () => {
    const shelf = memoryShelf();
    let count = 0;
    const cut = stocked("all", shelf, () => {
      count += 1;
      if (count === 3) throw new Error("The network went");
    });
    await expect(cut).rejects.toThrow("The network went");
    expect(await shelf.list()).toHaveLength(2);

    expect(await stocked("all", shelf)).toHaveLength(5);
  });
});
