/** A signature: drawn, or a typed name; a picture in the end. */
import { signal } from "@preact/signals";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FieldTools, PictureSource } from "../../../frontend/fields/contract";
import { controls } from "../../../frontend/fields/controls";
import { draw, drawnTo, isSigned, type Pen } from "../../../frontend/fields/signature/ink";
import type { NewBlob } from "../../../frontend/local/blobs";
import { FormField } from "../../../frontend/ui/form-field";
import { parse, validate } from "../../../frontend/values/registry";
import type { Value } from "../../../frontend/values/types";
import { field } from "../metadata/builders";

const ID = "01900000-0000-7000-8000-000000000001";
const reading = { locale: "en-GB" };
const SIGNED = field("signed", "signature", { required: true });
const STORED = {
  blob: ID,
  name: "signature.png",
  type: "image/png",
  size: 3,
  sha256: "0".repeat(64),
  width: 900,
  height: 300,
};
/** What was painted on any canvas. */
let painted: string[] = [];

beforeEach(() => {
  painted = [];
  const pen = new Proxy(
    {},
    {
      get: (_, name) =>
        name === "fillText" ? (text: string) => painted.push(text) : () => painted.push(String(name)),
      set: () => true,
    },
  );
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(pen as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done) => done(new Blob(["png"])));
  Object.assign(HTMLCanvasElement.prototype, { setPointerCapture: () => {} });
  vi.spyOn(HTMLCanvasElement.prototype, "getBoundingClientRect").mockReturnValue({
    left: 0,
    top: 0,
    width: 300,
    height: 100,
  } as DOMRect);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function signer() {
  const adopted: NewBlob[] = [];
  const pictures: PictureSource = {
    show: () => signal({ kind: "here" as const, url: "blob:x" }),
    again: () => {},
    onItsWay: () => false,
    adopt: (blob) => adopted.push(blob),
    newId: () => ID,
  };
  return { adopted, tools: { reading, pictures } as FieldTools };
}

function Signing({
  tools,
  first = null,
  readOnly,
}: {
  tools: FieldTools;
  first?: Value;
  readOnly?: boolean;
}) {
  const { Control, group } = controls.signature;
  const [input, setInput] = useState<unknown>(first);
  return (
    <FormField label="Signed" group={group?.(SIGNED)}>
      <Control field={SIGNED} input={input} onInput={setInput} readOnly={readOnly} tools={tools} />
      <output>{JSON.stringify(parse(input, SIGNED, reading).value)}</output>
    </FormField>
  );
}

const held = () => JSON.parse(screen.getByRole("status").textContent ?? "");
const pad = () => screen.getByRole("img", { name: /Sign here/ });

async function stroke(...points: [number, number][]): Promise<void> {
  const at = ([clientX, clientY]: [number, number]) => ({ clientX, clientY, pointerId: 1, button: 0 });
  const [first, ...rest] = points;
  await act(async () => {
    if (first) fireEvent.pointerDown(pad(), at(first));
    for (const point of rest) fireEvent.pointerMove(pad(), at(point));
    fireEvent.pointerUp(pad(), at(points.at(-1) ?? [0, 0]));
  });
}

describe("[DSG-19] a signature", () => {
  it("that is drawn is a picture, and the pad stays for the next stroke", async () => {
    const { adopted, tools } = signer();
    render(<Signing tools={tools} />);

    await stroke([10, 50], [100, 20], [200, 80]);

    await vi.waitFor(() => {
      expect(held()).toMatchObject({
        blob: ID,
        name: "signature.png",
        type: "image/png",
        width: 900,
        height: 300,
      });
    });
    expect(adopted).toMatchObject([{ id: ID, type: "image/png", size: 3 }]);
    expect(painted).toContain("quadraticCurveTo");
    expect(pad()).toBeTruthy();
  });

  it("of nothing is none: a slip of the finger does not fill a required field", async () => {
    const { adopted, tools } = signer();
    render(<Signing tools={tools} />);

    await stroke([10, 50], [12, 51]);

    expect([held(), adopted]).toEqual([null, []]);
    expect(validate(held(), SIGNED)?.code).toBe("value-required");
  });

  it("is typed as a name where there is no finger, and the name is said of it", async () => {
    const { tools } = signer();
    render(<Signing tools={tools} />);
    const use = screen.getByRole("button", { name: "Sign with this name" }) as HTMLButtonElement;
    const typed = screen.getByLabelText("Or type your name");
    fireEvent.input(typed, { target: { value: "   " } });
    expect(use.disabled).toBe(true);

    fireEvent.input(typed, { target: { value: " Ana Lindqvist " } });
    await act(async () => {
      fireEvent.click(use);
    });

    await vi.waitFor(() => expect(held()).toMatchObject({ name: "Ana Lindqvist.png" }));
    expect(painted).toContain("Ana Lindqvist");
    expect(screen.getByRole("img", { name: "Ana Lindqvist.png" })).toBeTruthy();
  });

  it("is cleared, and can be given again", async () => {
    const { tools } = signer();
    render(<Signing tools={tools} first={STORED} />);
    expect(screen.queryByRole("img", { name: /Sign here/ })).toBeNull();

    await act(async () => {
      fireEvent.click(screen.getByRole("button", { name: "Clear" }));
    });

    expect(held()).toBeNull();
    expect(pad()).toBeTruthy();
  });

  it("that may not be changed is shown alone", () => {
    render(<Signing tools={signer().tools} first={STORED} readOnly />);

    expect(screen.queryAllByRole("button")).toEqual([]);
    expect(screen.getByRole("img", { name: "signature.png" })).toBeTruthy();
  });

  it("that this phone cannot draw is said", async () => {
    const { tools } = signer();
    vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done) => done(null));
    render(<Signing tools={tools} />);

    await stroke([10, 50], [200, 50]);

    expect(await screen.findByText(/could not be kept/)).toBeTruthy();
    expect(held()).toBeNull();
  });
});

describe("ink", () => {
  it("is enough when its lines are long enough together", () => {
    const dot = [{ x: 0.5, y: 0.1 }];
    const short = [
      { x: 0.1, y: 0.1 },
      { x: 0.13, y: 0.1 },
    ];

    expect([[], [dot], [short], [short, short]].map(isSigned)).toEqual([false, false, false, true]);
  });

  it("grows at the end of its last stroke, and leaves what was there alone", () => {
    const first = [{ x: 0, y: 0 }];
    const strokes = [first, [{ x: 1, y: 1 }]];

    const grown = drawnTo(strokes, { x: 2, y: 2 });

    expect(grown).toEqual([
      first,
      [
        { x: 1, y: 1 },
        { x: 2, y: 2 },
      ],
    ]);
    expect(strokes[1]).toHaveLength(1);
  });

  it("is drawn as large as the pad, a dot as a dot", () => {
    const done: unknown[][] = [];
    const note =
      (name: string) =>
      (...args: number[]) =>
        done.push([name, ...args]);
    const pen = {
      beginPath: note("begin"),
      moveTo: note("move"),
      lineTo: note("line"),
      quadraticCurveTo: note("curve"),
      stroke: note("stroke"),
    } as unknown as Pen;

    draw(
      [
        [{ x: 0.1, y: 0.2 }],
        [],
        [
          { x: 0, y: 0 },
          { x: 0.5, y: 0 },
          { x: 1, y: 0.5 },
        ],
      ],
      100,
      pen,
    );

    expect(done).toEqual([
      ["begin"],
      ["move", 10, 20],
      ["line", 10, 20],
      ["stroke"],
      ["begin"],
      ["move", 0, 0],
      ["curve", 50, 0, 75, 25],
      ["line", 100, 50],
      ["stroke"],
    ]);
  });
});
