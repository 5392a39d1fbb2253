/**
 * A chosen file as it is kept and sent: checked before it is read, its bytes as they are.
 *
 * It goes up as mere bytes, whatever it says it is: only a picture has to be one.
 */
import type { NewBlob } from "../../local/blobs";
import { ANY_TYPE, fileProblem } from "../../values/file";
import type { ValueProblem } from "../../values/result";
import type { BlobReference } from "../../values/types";
import { sha256 } from "../sha256";

export type PreparedFile =
  | { readonly problem: ValueProblem; readonly blob?: undefined; readonly reference?: undefined }
  | { readonly problem?: undefined; readonly blob: NewBlob; readonly reference: BlobReference };

export async function prepareFile(file: File, id: string): Promise<PreparedFile> {
  const type = mediaType(file.type);
  const problem = fileProblem({ type, size: file.size });
  if (problem) return { problem };
  const bytes = await file.arrayBuffer();
  const about = { name: fileName(file.name), size: bytes.byteLength, sha256: await sha256(bytes) };
  return { blob: { id, ...about, type: ANY_TYPE, bytes }, reference: { blob: id, ...about, type } };
}

/** Return the media type without its parameters. */
function mediaType(said: string): string {
  return said.split(";")[0]?.trim().toLowerCase() || ANY_TYPE;
}

/** Return a name that a record takes; its end, which says what it is, stays. */
function fileName(name: string): string {
  const clean = name.replace(/[/\\\p{Cc}\p{Cs}]/gu, "_").trim() || "file";
  const letters = [...clean];
  if (letters.length <= MOST) return clean;
  const end = /\.[^.]{1,20}$/.exec(clean)?.[0] ?? "";
  return letters.slice(0, MOST - [...end].length).join("") + end;
}

const MOST = 150;
