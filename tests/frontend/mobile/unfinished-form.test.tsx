/** A form that is saved while a photo or file is still being made ready: it waits, and nothing is lost. */
import { act, fireEvent, waitFor } from "@testing-library/preact";
import { expect, it, vi } from "vitest";
import { wholeModel } from "../../../frontend/designer/whole";
import type { EffectiveMetadata, Entity } from "../../../frontend/protocol";
import { BUILT, builtMetadata } from "./built";
import { press, standing, type } from "./order-phone";
import { openPhone, type Phone } from "./phone-app";

const MANUAL = { id: "manual", type: "file", label: { en: "Manual" } };

function metadata(): EffectiveMetadata {
  const built = builtMetadata({
    pages: [{ id: "built", blocks: [] }],
    actions: [
      {
        id: "new_manual",
        kind: "create",
        fields: [
          { id: "reference", field: "reference" },
          { id: "manual", field: "manual" },
        ],
      },
    ],
  });
  const entities = built.model.entities.map((entity) =>
    entity.id === "sales_order" ? { ...entity, fields: [...entity.fields, MANUAL] } : entity,
  );
  return { ...built, model: wholeModel({ ...built.model, entities: entities as Entity[] }) };
}

async function form(): Promise<Phone> {
  const phone = await openPhone({
    metadata: metadata(),
    records: { sales_order: [], customer: [], person: [] },
    standing: standing(),
    path: `${BUILT}/a/new_manual`,
  });
  const reference = await phone.screen.findByLabelText(/reference/i);
  await type(reference, "LF-1040");
  return phone;
}

/** A file whose bytes come when they are let through. */
function slowFile(): { readonly file: File; readonly come: (bytes: ArrayBuffer | Error) => void } {
  let come: (bytes: ArrayBuffer | Error) => void = () => undefined;
  const bytes = new Promise<ArrayBuffer>((resolve, reject) => {
    come = (found) => (found instanceof Error ? reject(found) : resolve(found));
  });
  const file = new File(["hello"], "manual.pdf", { type: "application/pdf" });
  return { file: Object.assign(file, { arrayBuffer: () => bytes }), come: (found) => come(found) };
}

async function choose({ screen }: Phone, file: File): Promise<void> {
  const chooser = screen.getByLabelText("Choose file", { selector: "input" });
  Object.defineProperty(chooser, "files", { value: [file], configurable: true });
  await act(async () => {
    fireEvent.change(chooser);
  });
}

const entries = ({ core }: Phone) => core.replica.outbox.entries.value;

it("[APP-08] [inv 40] a form that is saved before its file is ready waits for it, and keeps both as one", async () => {
  const phone = await form();
  const { file, come } = slowFile();
  await choose(phone, file);

  await press(phone.screen.getByRole("button", { name: "Save" }));
  await phone.screen.findByText("It is saved as soon as the photo or file is ready.");
  expect(entries(phone)).toEqual([]);
  come(new TextEncoder().encode("hello").buffer as ArrayBuffer);

  await waitFor(() => expect(entries(phone)).toHaveLength(1));
  const [entry] = entries(phone);
  expect(entry?.acts).toMatchObject([
    { kind: "create", values: { reference: "LF-1040", manual: { name: "manual.pdf", size: 5 } } },
  ]);
  expect(entry?.blobs).toHaveLength(1);
  expect((await phone.core.replica.blobs.bytes(entry?.blobs[0] ?? ""))?.byteLength).toBe(5);
});

it("[APP-08] a form whose file cannot be read is not saved without it: it says so, and can be saved then", async () => {
  const phone = await form();
  const { file, come } = slowFile();
  await choose(phone, file);

  await press(phone.screen.getByRole("button", { name: "Save" }));
  await act(() => come(new Error("NotReadableError")));

  await phone.screen.findByText(/manual\.pdf/);
  await waitFor(() => expect(phone.screen.queryByText(/It is saved as soon as/)).toBeNull());
  expect(entries(phone)).toEqual([]);
  await press(phone.screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(entries(phone)).toHaveLength(1));
});

it("[APP-08] whoever leaves while a file is being made ready is asked first", async () => {
  const phone = await form();
  await phone.screen.findByText(/^Draft kept on this phone/);
  await type(phone.screen.getByLabelText(/reference/i), "");
  await choose(phone, slowFile().file);

  await press(phone.screen.getByRole("button", { name: "Cancel" }));

  expect(await phone.screen.findByRole("dialog", { hidden: true })).toBeTruthy();
});

it("[APP-08] a form whose Save is pressed twice in a moment is saved once", async () => {
  const phone = await form();
  const save = phone.screen.getByRole("button", { name: "Save" });

  await act(async () => {
    fireEvent.click(save);
    fireEvent.click(save);
  });

  await waitFor(() => expect(entries(phone)).toHaveLength(1));
  await act(() => new Promise((later) => setTimeout(later, 50)));
  expect(entries(phone)).toHaveLength(1);
});

/** Let what is written to the store wait; the answer lets it through. */
function slowStore({ core }: Phone): () => void {
  const { storage } = core.replica;
  const { commit } = storage;
  let through = () => {};
  const gate = new Promise<void>((done) => {
    through = done;
  });
  vi.spyOn(storage, "commit").mockImplementation((...what) => gate.then(() => commit.apply(storage, what)));
  return through;
}

async function saveSlowly(phone: Phone): Promise<() => void> {
  await phone.screen.findByText(/^Draft kept on this phone/);
  const through = slowStore(phone);
  await press(phone.screen.getByRole("button", { name: "Save" }));
  await press(phone.screen.getByRole("button", { name: "Cancel" }));
  await phone.screen.findByRole("dialog", { hidden: true });
  return through;
}

it("[APP-08] a form that is left while it is saved does not take its user from where he went", async () => {
  const phone = await form();
  const through = await saveSlowly(phone);
  await press(phone.screen.getByRole("button", { name: "Keep as draft", hidden: true }));
  await phone.go("/app/more");

  await act(async () => through());

  await waitFor(() => expect(entries(phone)).toHaveLength(1));
  await phone.screen.findByText("Saved on this phone");
  expect(phone.ports.place.entry.peek().path).toBe("/app/more");
});

it("[APP-08] a form that was saved while its user was asked whether to leave it asks no more", async () => {
  const phone = await form();
  const through = await saveSlowly(phone);

  await act(async () => through());

  await phone.screen.findByText("Saved on this phone");
  await waitFor(() => expect(phone.screen.queryByRole("dialog", { hidden: true })).toBeNull());
});
