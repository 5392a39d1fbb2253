import { describe, expect, it } from "vitest";
import {
  type Drawing,
  fitted,
  LONGEST_SIDE,
  preparePicture,
  UnreadablePicture,
  WANTED_BYTES,
} from "../../../frontend/fields/image/prepare";

const ID = "01900000-0000-7000-8000-000000000001";

/** Draws pictures whose bytes shrink with the quality, and keeps what it was asked. */
function drawing(
  width: number,
  height: number,
  bytesAtBest: number,
): Drawing & { readonly asked: unknown[][] } {
  const asked: unknown[][] = [];
  return {
    asked,
    decode: async () => ({ width, height, close: () => {} }),
    encode: async (_picture, wide, high, quality) => {
      asked.push([wide, high, quality]);
      return new Blob([new Uint8Array(Math.round(bytesAtBest * (quality / 0.85) ** 3))]);
    },
  };
}

const photo = (name = "IMG_0001.HEIC.png", type = "image/png", size = 4) => {
  const file = new File([new Uint8Array(4)], name, { type });
  if (size !== 4) Object.defineProperty(file, "size", { value: size });
  return file;
};

describe("[APP-14] a photo made ready on the phone", () => {
  it("is at most 1600 pixels on its longer side, and keeps its shape", async () => {
    const pen = drawing(4000, 3000, 200_000);

    const ready = await preparePicture(photo(), ID, pen);

    expect(pen.asked).toEqual([[LONGEST_SIDE, 1200, 0.85]]);
    expect(ready.reference).toMatchObject({
      blob: ID,
      type: "image/jpeg",
      width: 1600,
      height: 1200,
      name: "IMG_0001.HEIC.jpg",
    });
  });

  it("is written with less quality until it is about 300 KB", async () => {
    const pen = drawing(4000, 3000, 500_000);

    const ready = await preparePicture(photo(), ID, pen);

    expect(pen.asked.map(([, , quality]) => quality)).toEqual([0.85, 0.75, 0.65]);
    expect(ready.blob?.size).toBeLessThanOrEqual(WANTED_BYTES);
  });

  it("is drawn anew, so that nothing else of the file comes along: its bytes are those of the drawing", async () => {
    const pen = drawing(100, 100, 10);

    const ready = await preparePicture(photo(), ID, pen);

    expect(ready.blob?.bytes.byteLength).toBe(10);
    expect(ready.blob?.sha256).toBe("01d448afd928065458cf670b60f5a594d735af0172c8d67f22a81680132681ca");
  });

  it.each([
    ["a file of 50 MB", photo("big.jpg", "image/jpeg", 50 * 1024 * 1024), "value-image-too-large"],
    ["a file of the wrong type", photo("notes.pdf", "application/pdf"), "value-image-type"],
  ])("refuses %s before reading it", async (_what, file, code) => {
    const pen = drawing(1, 1, 1);

    const ready = await preparePicture(file, ID, {
      ...pen,
      decode: () => Promise.reject(new Error("It was read")),
    });

    expect(ready.problem?.code).toBe(code);
    expect(pen.asked).toEqual([]);
  });

  it("refuses a file that says it is a picture and is none", async () => {
    const pen = { ...drawing(1, 1, 1), decode: () => Promise.reject(new Error("No picture")) };

    const ready = preparePicture(photo(), ID, pen);

    await expect(ready).rejects.toThrow(UnreadablePicture);
  });

  it.each([
    [800, 600, 800, 600],
    [3000, 1000, 1600, 533],
    [1, 9000, 1, 1600],
  ])("of %i × %i becomes %i × %i", (width, height, wide, high) => {
    const size = fitted(width, height, LONGEST_SIDE);

    expect(size).toEqual({ width: wide, height: high });
  });
});
