/** Photos and files of drafts on two phones of one person: they follow their draft, and what cannot is counted. */
import { describe, expect, it } from "vitest";
import type { NewBlob } from "../../../frontend/local/blobs";
import { discardFormDraft } from "../../../frontend/local/form-drafts";
import { Drafts } from "../../../frontend/mobile/drafts/drafts";
import { draft, draftOffice, draftPhone } from "./draft-office";

const LATER = "2026-11-23T09:00:00.000Z";

function photo(id: string, size = 100): NewBlob {
  const bytes = new Uint8Array(size).fill(7).buffer;
  return { id, name: `${id}.jpg`, type: "image/jpeg", size, sha256: "0".repeat(64), bytes };
}

const reference = ({ id, name, type, size }: NewBlob) => ({ blob: id, name, type, size });

function draftWith(...photos: readonly NewBlob[]) {
  const inputs = { name: "Hansa", receipt: photos.map(reference) };
  return draft({ inputs, blobs: photos.map(({ id }) => id) });
}

async function draftsOn({ storage }: ReturnType<typeof draftPhone>): Promise<Drafts> {
  const drafts = new Drafts(storage);
  await drafts.refresh();
  return drafts;
}

describe("[BEY-01] [L06] [DRF-03] photos of a draft", () => {
  it("come to the other device with their draft, and count as kept on both", async () => {
    const { client } = draftOffice();
    const one = draftPhone(client);
    const other = draftPhone(client);
    const begun = draftWith(photo("p1"), photo("p2"));
    await one.keep(begun, [photo("p1"), photo("p2")]);
    expect(await draftsOn(one)).toMatchObject({ onlyHere: 1, filesOnlyHere: 2 });

    await one.exchange();
    expect(await other.exchange()).toBe(true);

    expect(await other.pictures(begun)).toEqual([photo("p1"), photo("p2")]);
    for (const phone of [one, other])
      expect(await draftsOn(phone)).toMatchObject({ count: 1, onlyHere: 0, filesOnlyHere: 0 });
    expect((await draftsOn(other)).away(begun)).toBe(0);
  });

  it("are away for the other device until they are sent, and then come", async () => {
    const { client, files } = draftOffice();
    const one = draftPhone(client);
    const other = draftPhone(client);
    const begun = draftWith(photo("p1"));
    await one.keep(begun, [photo("p1")]);
    await one.exchange();
    const [[name, sent]] = [...files] as [[string, ArrayBuffer]];
    files.clear();
    await other.exchange();
    expect((await draftsOn(other)).away(begun)).toBe(1);

    files.set(name, sent);
    expect(await other.exchange()).toBe(true);

    expect((await draftsOn(other)).away(begun)).toBe(0);
  });

  it("that the office does not take stay here, are counted, and are not sent again and again", async () => {
    const { client, files, limits } = draftOffice();
    const one = draftPhone(client);
    await one.keep(draftWith(photo("large", 5_000), photo("small")), [photo("large", 5_000), photo("small")]);

    await one.exchange();

    expect([...files.keys()]).toEqual(["d1/small"]);
    expect(await draftsOn(one)).toMatchObject({ onlyHere: 1, filesOnlyHere: 1 });
    limits.bytes = 10_000;
    await one.exchange();
    expect(files.size).toBe(1);
  });

  it("that were taken out of their form again are neither sent nor missed", async () => {
    const { client, files } = draftOffice();
    const one = draftPhone(client);
    await one.keep({ ...draftWith(), blobs: ["p1"] }, [photo("p1")]);

    await one.exchange();

    expect(files.size).toBe(0);
    expect((await draftsOn(one)).onlyHere).toBe(0);
    expect((await draftsOn(draftPhone(client))).away({ ...draftWith(), blobs: ["p1"] })).toBe(0);
  });

  it("are at hand in what the other device typed on while the draft was sent from here", async () => {
    const { client } = draftOffice();
    const one = draftPhone(client);
    const other = draftPhone(client);
    const begun = draftWith(photo("p1"));
    await one.keep(begun, [photo("p1")]);
    await one.exchange();
    await other.exchange();
    const further = {
      ...begun,
      typed: { ...begun.typed, inputs: { ...begun.typed.inputs, name: "Hansa Fisk" } },
    };
    await other.keep({ ...further, at: LATER });
    await other.exchange();

    await discardFormDraft(one.storage, begun);
    await one.exchange();

    const [own] = await one.drafts();
    expect(own).toMatchObject({ typed: { inputs: { name: "Hansa Fisk" } } });
    expect(own && (await one.pictures(own))).toEqual([photo("p1")]);
  });
});
