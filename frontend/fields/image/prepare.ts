/**
 * A picture made ready on the phone: at most 1600 px on its longer side, about 300 KB, as JPEG.
 *
 * Drawing it anew leaves behind whatever else the camera wrote into the file, the location first of all.
 */
import type { NewBlob } from "../../local/blobs";
import { pictureProblem } from "../../values/image";
import type { ValueProblem } from "../../values/result";
import type { BlobReference } from "../../values/types";
import { sha256 } from "../sha256";

export const LONGEST_SIDE = 1600;
export const WANTED_BYTES = 300_000;
const QUALITIES = [0.85, 0.75, 0.65, 0.55] as const;

/** What of the browser draws pictures; a test brings its own. */
export interface Drawing {
  /** Read a file, turned the right way up. Rejects when it is no picture. */
  readonly decode: (file: Blob) => Promise<Decoded>;
  readonly encode: (picture: Decoded, width: number, height: number, quality: number) => Promise<Blob>;
}

export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly close: () => void;
}

export type Prepared =
  | { readonly problem: ValueProblem; readonly blob?: undefined; readonly reference?: undefined }
  | { readonly problem?: undefined; readonly blob: NewBlob; readonly reference: BlobReference };

/** The file says that it is a picture, and this browser cannot draw it. */
export class UnreadablePicture extends Error {
  override readonly name = "UnreadablePicture";
}

/** Check a chosen file before anything is read, then make it ready. @throws UnreadablePicture */
export async function preparePicture(
  file: File,
  id: string,
  drawing: Drawing = canvasDrawing(),
): Promise<Prepared> {
  const problem = pictureProblem(file);
  if (problem) return { problem };
  let decoded: Decoded;
  try {
    decoded = await drawing.decode(file);
  } catch {
    throw new UnreadablePicture();
  }
  try {
    const { width, height } = fitted(decoded.width, decoded.height, LONGEST_SIDE);
    const picture = await smallEnough((quality) => drawing.encode(decoded, width, height, quality));
    const bytes = await picture.arrayBuffer();
    const about = {
      name: jpegName(file.name),
      type: "image/jpeg",
      size: bytes.byteLength,
      sha256: await sha256(bytes),
    } as const;
    return { blob: { id, ...about, bytes }, reference: { blob: id, ...about, width, height } };
  } finally {
    decoded.close();
  }
}

/** The size of a picture when its longer side is at most so long. */
export function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function smallEnough(encode: (quality: number) => Promise<Blob>): Promise<Blob> {
  let picture: Blob | undefined;
  for (const quality of QUALITIES) {
    picture = await encode(quality);
    if (picture.size <= WANTED_BYTES) break;
  }
  if (!picture) throw new Error("No quality to write pictures in");
  return picture;
}

function jpegName(name: string): string {
  const stem = name
    .replace(/\.[^.]*$/, "")
    .replace(/[/\\\p{Cc}]/gu, "_")
    .trim();
  return `${stem.slice(0, 150) || "photo"}.jpg`;
}

function canvasDrawing(): Drawing {
  const pictures = new WeakMap<Decoded, ImageBitmap>();
  return {
    async decode(file) {
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
      const decoded = { width: bitmap.width, height: bitmap.height, close: () => bitmap.close() };
      pictures.set(decoded, bitmap);
      return decoded;
    },
    async encode(picture, width, height, quality) {
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = height;
      const bitmap = pictures.get(picture);
      const context = canvas.getContext("2d");
      if (!bitmap || !context) throw new Error("This browser cannot draw pictures");
      // A transparent picture becomes one on white: JPEG has no transparency.
      context.fillStyle = "white";
      context.fillRect(0, 0, width, height);
      context.imageSmoothingQuality = "high";
      context.drawImage(bitmap, 0, 0, width, height);
      return new Promise((resolve, reject) => {
        const done = (blob: Blob | null) =>
          blob ? resolve(blob) : reject(new Error("The picture cannot be written"));
        canvas.toBlob(done, "image/jpeg", quality);
      });
    },
  };
}
