/**
 * Which pictures and files lie on this phone: what the profile takes along of the records that are here.
 *
 * All thumbnails come before the first whole picture, so that lists are complete early; whole pictures, signatures and
 * files come for those entities of which the profile takes all.
 */
import { picturesOf } from "../fields/image/references";
import type { Replica } from "../local/replica";
import type { Field } from "../protocol";
import { savesData } from "./data-saver";
import type { DevicePort, PicturePort, PictureShelf, PictureSize, Shelved } from "./ports";

interface Stock {
  readonly shelf: PictureShelf;
  readonly replica: Replica;
  readonly pictures: Pick<PicturePort, "fetch">;
  readonly ended: () => boolean;
  /** Where the user may save data, so that nothing is fetched unasked; left out by who has asked. */
  readonly device?: Pick<DevicePort, "setting" | "connection">;
  /** Told of each picture that is here, of those that are wanted. */
  readonly moved?: (now: Stocked) => void;
}

export interface Stocked {
  readonly here: number;
  readonly wanted: number;
}

/** Throw away what is not wanted any more, then fetch what is missing. @throws ProblemError, Unreachable */
export async function stockShelf({ shelf, replica, pictures, ended, device, moved }: Stock): Promise<void> {
  const wanted = await wantedOf(replica);
  const kept = new Set<string>();
  for (const one of await shelf.list()) {
    if (wanted.has(slotOf(one))) kept.add(slotOf(one));
    else await shelf.remove(one);
  }
  if (device && savesData(device, replica)) return;
  const tell = () => moved?.({ here: kept.size, wanted: wanted.size });
  tell();
  for (const [slot, one] of wanted) {
    if (ended()) return;
    if (kept.has(slot)) continue;
    await shelf.put(one, await pictures.fetch(one.blob, one.size));
    kept.add(slot);
    tell();
  }
}

/** What is to be on the phone, by slot, in the order in which it is fetched. */
async function wantedOf(replica: Replica): Promise<ReadonlyMap<string, Shelved>> {
  const thumbnails = await blobsOf(replica, (files, { type }) => files !== "none" && isDrawn(type));
  const whole = await blobsOf(
    replica,
    (files, { type }) => files === "all" && (isDrawn(type) || type === "file"),
  );
  const of = (size: PictureSize, blobs: ReadonlySet<string>) =>
    [...blobs].map((blob): [string, Shelved] => [slotOf({ blob, size }), { blob, size }]);
  return new Map([...of("thumbnail", thumbnails), ...of("original", whole)]);
}

async function blobsOf(
  replica: Replica,
  takes: (files: "all" | "thumbnail" | "none", field: Field) => boolean,
): Promise<ReadonlySet<string>> {
  const metadata = replica.metadata.peek();
  const blobs = new Set<string>();
  for (const { id, files } of metadata?.profile.entities ?? []) {
    const entity = metadata?.model.entities.find((one) => one.id === id);
    const fields = entity?.fields.filter((field) => takes(files, field)) ?? [];
    if (fields.length === 0) continue;
    await replica.records.ensure(id);
    for (const { values } of replica.tables.table(id).peek()?.records.values() ?? []) {
      for (const { id: field } of fields) for (const { blob } of picturesOf(values[field])) blobs.add(blob);
    }
  }
  return blobs;
}

function isDrawn(type: Field["type"]): boolean {
  return type === "image" || type === "signature";
}

function slotOf({ size, blob }: Shelved): string {
  return `${size}/${blob}`;
}
