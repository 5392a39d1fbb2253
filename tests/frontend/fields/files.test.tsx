/** Files in a form and on a page: checked before they are read, kept as bytes, never opened as a page of the app. */
import { type Signal, signal } from "@preact/signals";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FieldTools, PictureSource, PictureState } from "../../../frontend/fields/contract";
import { controls } from "../../../frontend/fields/controls";
import { prepareFile } from "../../../frontend/fields/file/prepare";
import { DisplayedValue } from "../../../frontend/fields/registry";
import type { NewBlob } from "../../../frontend/local/blobs";
import { FormField } from "../../../frontend/ui/form-field";
import { parse } from "../../../frontend/values/registry";
import type { Value } from "../../../frontend/values/types";
import { field } from "../metadata/builders";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const ID = "01900000-0000-7000-8000-000000000001";
const id = (number: number) => `${ID.slice(0, -2)}${String(number).padStart(2, "0")}`;
const reading = { locale: "en-GB" };
const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

function file(content = "hello", name = "manual.pdf", type = "application/pdf"): File {
  return new File([content], name, { type });
}

/** Where files come from, and what was taken in. */
function source(shown: Signal<PictureState> = signal({ kind: "away" }), waits = false) {
  const adopted: NewBlob[] = [];
  let count = 0;
  const pictures: PictureSource = {
    show: () => shown,
    again: () => {},
    onItsWay: () => waits,
    adopt: (blob) => adopted.push(blob),
    newId: () => {
      count += 1;
      return id(count);
    },
  };
  return { adopted, tools: { reading, pictures } as FieldTools };
}

function Chosen({ several, tools, first = null }: { several: boolean; tools: FieldTools; first?: Value }) {
  const rule = field("manual", "file", { several });
  const { Control, group } = controls.file;
  const [input, setInput] = useState<unknown>(first);
  return (
    <FormField label="Manual" group={group?.(rule)}>
      <Control field={rule} input={input} onInput={setInput} tools={tools} />
      <output>{JSON.stringify(parse(input, rule, reading).value)}</output>
    </FormField>
  );
}

async function choose(...files: File[]): Promise<void> {
  const chooser = screen.getByLabelText("Choose file", { selector: "input" }) as HTMLInputElement;
  Object.defineProperty(chooser, "files", { value: files, configurable: true });
  await act(async () => {
    fireEvent.change(chooser);
  });
}

const held = () => JSON.parse(screen.getByRole("status").textContent ?? "");

describe("[DSG-19] a file in a form", () => {
  it("is kept with its name, kind, size and hash, and its bytes go up as mere bytes", async () => {
    const { adopted, tools } = source();
    render(<Chosen several={false} tools={tools} />);

    await choose(file());

    const about = { blob: id(1), name: "manual.pdf", size: 5, sha256: HELLO };
    await vi.waitFor(() => expect(held()).toEqual({ ...about, type: "application/pdf" }));
    expect(adopted).toMatchObject([{ id: id(1), type: "application/octet-stream", size: 5, sha256: HELLO }]);
    expect(screen.getByText("5 bytes")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Choose file" })).toBeNull();
  });

  it("of a field that holds several stands beside the others, and goes at a tap", async () => {
    const { tools } = source();
    render(<Chosen several tools={tools} />);

    await choose(file(), file("other", "other.txt", "text/plain"));

    await vi.waitFor(() => expect(held()).toHaveLength(2));
    fireEvent.click(screen.getByRole("button", { name: "Remove manual.pdf" }));
    expect(held()).toMatchObject([{ name: "other.txt", type: "text/plain" }]);
  });

  it("of no bytes is refused with its reason, and nothing is taken in", async () => {
    const { adopted, tools } = source();
    render(<Chosen several={false} tools={tools} />);

    await choose(file(""));

    expect(await screen.findByText("This file has nothing in it. Choose another one.")).toBeTruthy();
    expect([held(), adopted]).toEqual([null, []]);
  });

  it("that cannot be read is said, and another may be chosen", async () => {
    const { tools } = source();
    render(<Chosen several={false} tools={tools} />);
    const gone = file();
    vi.spyOn(gone, "arrayBuffer").mockRejectedValue(new Error("it was moved"));

    await choose(gone);

    expect(await screen.findByText(/manual.pdf cannot be read/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Choose file" })).toBeTruthy();
  });

  it("that is too large is refused before it is read", async () => {
    const large = file();
    Object.defineProperty(large, "size", { value: 25 * 1024 * 1024 + 1 });
    const reads = vi.spyOn(large, "arrayBuffer");

    const { problem } = await prepareFile(large, ID);

    expect([problem?.code, reads.mock.calls]).toEqual(["value-file-too-large", []]);
  });

  it.each([
    ["", "noext", "application/octet-stream", "noext"],
    ["Text/HTML; charset=utf-8", "../../x\\y.html", "text/html", ".._.._x_y.html"],
    ["application/zip", `${"x".repeat(300)}.tar`, "application/zip", `${"x".repeat(146)}.tar`],
    ["text/plain", "a\u0000b.txt", "text/plain", "a_b.txt"],
  ])(
    "of the kind %j called %j becomes a reference that its field takes",
    async (type, name, kind, called) => {
      const { reference } = await prepareFile(file("x", name, type), ID);

      expect([reference?.type, reference?.name]).toEqual([kind, called]);
      expect(parse(reference, field("it", "file"), reading).problem).toBeUndefined();
    },
  );
});

describe("[DSG-19] a file on a page", () => {
  const value = { blob: ID, name: "manual.html", type: "text/html", size: 2_345_678, sha256: HELLO };
  const show = (tools: FieldTools) =>
    render(<DisplayedValue field={field("manual", "file")} value={value} tools={tools} />);
  const get = () => fireEvent.click(screen.getByRole("button", { name: "Download manual.html" }));

  it("has its name and size, and is handed to the phone at a tap, never opened", async () => {
    const clicked: (string | null)[][] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push([this.getAttribute("href"), this.getAttribute("download"), this.getAttribute("target")]);
    });
    const shown = signal<PictureState>({ kind: "loading" });
    show(source(shown).tools);

    get();
    expect(clicked).toEqual([]);
    await act(() => {
      shown.value = { kind: "here", url: "blob:x" };
    });

    expect(screen.getByText("2.3 MB")).toBeTruthy();
    expect(clicked).toEqual([["blob:x", "manual.html", null]]);
    expect(screen.queryByRole("link")).toBeNull();
  });

  it("[APP-15] that is not here is said, and is looked for again at a tap", async () => {
    const { tools } = source();
    const again = vi.spyOn(tools.pictures, "again");
    show(tools);
    get();
    expect(await screen.findByText(/^This file is not on this phone/)).toBeTruthy();
    again.mockClear();

    fireEvent.click(screen.getByRole("button", { name: "Fetch it" }));

    expect(again.mock.calls).toEqual([[ID, "original"]]);
  });

  it("that the office does not have yet is on its way", () => {
    show(source(undefined, true).tools);

    expect(screen.getByText("File on its way")).toBeTruthy();
  });
});
