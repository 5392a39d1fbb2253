/**
 * Where the bytes of a picture are: in this phone's store while it is on its way up, on the shelf, or at the office.
 */
import type { Blobs } from "../local/blobs";
import type { PicturePort, PictureShelf, Shelved } from "./ports";

/** Find a picture, and keep a thumbnail that had to be fetched. @throws ProblemError, Unreachable */
export async function findPicture(
  blobs: Blobs,
  shelf: PictureShelf,
  pictures: Pick<PicturePort, "fetch">,
  one: Shelved,
): Promise<Blob> {
  const { blob, size } = one;
  const bytes = blobs.info(blob) ? await blobs.bytes(blob) : null;
  if (bytes) return new Blob([bytes], { type: blobs.info(blob)?.type ?? "image/jpeg" });
  const kept = await shelf.get(one).catch(() => null);
  if (kept) return kept;
  const fetched = await pictures.fetch(blob, size);
  // A shelf that is full costs a fetch next time.
  if (size === "thumbnail") await shelf.put(one, fetched).catch(() => undefined);
  return fetched;
}
