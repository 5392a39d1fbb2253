/**
 * What a rescue file holds, in words.
 */
import type { Unsent } from "../../local/rescue/unsent";
import { t } from "../../shared/messages";

type Work = Pick<Unsent, "changes" | "drafts" | "blobs">;

export function contentsOf({ changes, drafts, blobs }: Work): string {
  const photos = drafts.filter(({ key }) => isPhoto(key)).length;
  const counts = {
    changes: changes.length,
    drafts: drafts.length - photos,
    photos: blobs.length + photos,
  };
  return t("mobile.rescue.contents", counts);
}

export function isEmpty({ changes, drafts, blobs }: Work): boolean {
  return changes.length + drafts.length + blobs.length === 0;
}

/** Tell whether a key of the store of drafts is that of a photo taken in one. */
function isPhoto(key: string): boolean {
  return key.startsWith("form-blob/");
}
