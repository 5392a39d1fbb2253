/**
 * The picture of a signature: black on white, whatever the colours of the screen, of the ink or of a typed name.
 */
import type { NewBlob } from "../../local/blobs";
import type { BlobReference } from "../../values/types";
import { sha256 } from "../sha256";
import { draw, HEIGHT, type Stroke } from "./ink";

export const WIDTH = 900;
const SIZE = { width: WIDTH, height: WIDTH * HEIGHT };
const LETTERS = "italic 96px 'Segoe Script', 'Snell Roundhand', 'Brush Script MT', cursive";

export interface Signed {
  readonly blob: NewBlob;
  readonly reference: BlobReference;
}

export function inkSigned(strokes: readonly Stroke[], id: string): Promise<Signed> {
  return signed(id, "signature", (pen) => draw(strokes, WIDTH, pen));
}

/** The name stands in the file's name too, where a screen reader finds it. */
export function nameSigned(name: string, id: string): Promise<Signed> {
  return signed(id, name, (pen) => {
    pen.font = LETTERS;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = "black";
    pen.fillText(name, SIZE.width / 2, SIZE.height / 2, SIZE.width * 0.9);
  });
}

async function signed(
  id: string,
  name: string,
  paint: (pen: CanvasRenderingContext2D) => void,
): Promise<Signed> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, SIZE);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser cannot draw");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, SIZE.width, SIZE.height);
  prepare(pen, WIDTH, "black");
  paint(pen);
  const picture = await new Promise<Blob>((resolve, reject) => {
    const done = (blob: Blob | null) =>
      blob ? resolve(blob) : reject(new Error("The signature cannot be written"));
    canvas.toBlob(done, "image/png");
  });
  const bytes = await picture.arrayBuffer();
  const about = {
    name: `${name}.png`,
    type: "image/png",
    size: bytes.byteLength,
    sha256: await sha256(bytes),
  };
  return { blob: { id, ...about, bytes }, reference: { blob: id, ...about, ...SIZE } };
}

/** Set a pen for ink on a pad that is so wide. */
export function prepare(pen: CanvasRenderingContext2D, width: number, colour: string): void {
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.lineWidth = width / 150;
  pen.strokeStyle = colour;
}
