/** Unsent work saved to a file from the outbox of one phone, and taken in on another. */
import { act, fireEvent, screen as page, waitFor, within } from "@testing-library/preact";
import { beforeAll, expect, it, vi } from "vitest";
import { metadataOf, openPhone, type Phone } from "./phone-app";

const WORD = "sju gråa sparvar";

beforeAll(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});

interface Saved {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

async function phone(saved: Saved[] = []): Promise<Phone> {
  const opened = await openPhone({
    metadata: metadataOf("expense_management"),
    records: { expense_category: [], expense: [], expense_report: [], receipt: [], person: [] },
    device: { saveFile: (name, bytes) => void saved.push({ name, bytes }) },
    path: "/app/outbox",
  });
  await opened.screen.findByRole("heading", { name: "Outbox" });
  return opened;
}

async function made({ core }: Phone): Promise<void> {
  await act(async () => {
    await core.commands.createRecord("expense", { merchant: "Taxi Nord" });
  });
}

async function sheet({ screen }: Phone, item: string) {
  fireEvent.click(screen.getByRole("menuitem", { name: item, hidden: true }));
  return within(await page.findByRole("dialog", { hidden: true }));
}

function write(label: HTMLElement, text: string): void {
  fireEvent.input(label, { target: { value: text } });
}

async function savedFile(from: Phone, saved: Saved[]): Promise<Saved> {
  const keep = await sheet(from, "Save unsent work to a file");
  await keep.findByText(/^1 change/);
  write(keep.getByLabelText("Passphrase"), WORD);
  write(keep.getByLabelText("Passphrase again"), WORD);
  fireEvent.click(keep.getByText("Save file"));
  await waitFor(() => expect(saved).toHaveLength(1));
  return saved[0] as Saved;
}

it("[BEY-17] the outbox saves what is unsent to a file and takes it in on another phone", async () => {
  const saved: Saved[] = [];
  const old = await phone(saved);
  await made(old);

  const { name, bytes } = await savedFile(old, saved);
  document.body.replaceChildren();
  const fresh = await phone();
  const take = await sheet(fresh, "Take in a rescue file");
  fireEvent.change(take.getByLabelText("Rescue file"), { target: { files: [new File([bytes], name)] } });
  write(await take.findByLabelText("Passphrase"), WORD);
  fireEvent.click(await take.findByText("Take in"));
  await take.findByText("New on this phone: 1 change, 0 drafts, 0 photos and files.");

  expect(name).toMatch(/^satchel-ana-lindqvist-\d{4}-\d\d-\d\d\.rescue$/);
  expect(fresh.core.replica.outbox.entries.value.map(({ acts }) => acts)).toEqual(
    old.core.replica.outbox.entries.value.map(({ acts }) => acts),
  );
});

it("[BEY-17] a passphrase that is short, differs or is wrong is said at its field", async () => {
  const saved: Saved[] = [];
  const old = await phone(saved);
  await made(old);

  const keep = await sheet(old, "Save unsent work to a file");
  await keep.findByText(/1 change, 0 drafts and 0 photos/);
  write(keep.getByLabelText("Passphrase"), "short");
  fireEvent.click(keep.getByText("Save file"));
  await keep.findByText("Use at least 8 characters");
  write(keep.getByLabelText("Passphrase"), WORD);
  fireEvent.click(keep.getByText("Save file"));
  await keep.findByText("The two are not the same");
  expect(saved).toEqual([]);
  fireEvent.click(keep.getByText("Cancel"));
  const { bytes } = await savedFile(old, saved);
  const take = await sheet(old, "Take in a rescue file");
  const choose = (file: File) =>
    fireEvent.change(take.getByLabelText("Rescue file"), { target: { files: [file] } });
  choose(new File(["%PDF"], "offer.pdf"));
  await take.findByText("This is not a rescue file, or it is damaged");
  choose(new File([bytes], "mine.rescue"));
  write(await take.findByLabelText("Passphrase"), "something else");
  fireEvent.click(await take.findByText("Take in"));

  await take.findByText(/does not open with this passphrase/);
});

it("[BEY-17] with nothing unsent there is nothing to save", async () => {
  const here = await phone();

  const keep = await sheet(here, "Save unsent work to a file");

  await keep.findByText("Everything has reached the office. There is nothing to save.");
});
