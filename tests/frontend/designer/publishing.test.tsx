/** What the publish dialog says while values are converted, and of values that would stay behind. */
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OpenAppSheet } from "../../../frontend/designer/phone-address";
import { PublishDialog } from "../../../frontend/designer/publish/publish-dialog";
import { ProblemError } from "../../../frontend/rest/errors";
import { openedEditor, problem } from "./fake-server";

beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal: vi.fn(), close: vi.fn() });
});
afterEach(cleanup);

async function dialog(publish: ReturnType<typeof vi.fn>) {
  const editor = openedEditor();
  const roles = [{ id: "sales", label: { en: "Sales" }, people: 3, mine: false }];
  Object.assign(editor, { roles: async () => roles, publish });
  const onClose = vi.fn();
  const onOpenApp = vi.fn();
  render(<PublishDialog editor={editor} onOpenApp={onOpenApp} onClose={onClose} />);
  await screen.findByRole("checkbox", { name: /Sales/, hidden: true });
  return { editor, onClose, onOpenApp };
}

const press = () => fireEvent.click(screen.getByRole("button", { name: "Publish", hidden: true }));
const box = () => screen.queryByLabelText(/Leave values behind/) as HTMLInputElement | null;

it("[MET-04] asks whether values may stay behind only once the office says that some would", async () => {
  const refused = problem("field-not-convertible", 409).problem;
  const behind = new ProblemError({ ...refused, arguments: { field: "order.count", count: 2 } }, 409);
  const publish = vi.fn().mockRejectedValueOnce(behind).mockResolvedValue({ publishedVersion: 2 });
  const { onClose } = await dialog(publish);
  const before = box();

  press();
  await vi.waitFor(() => expect(box()).toBeTruthy());
  fireEvent.click(box() as HTMLInputElement);
  press();
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());

  expect(before).toBeNull();
  expect(publish.mock.calls.map(([{ leaveUnconverted }]) => leaveUnconverted)).toEqual([false, true]);
});

it("[MET-04] does not ask of what is refused for another reason", async () => {
  await dialog(vi.fn().mockRejectedValue(problem("publication-under-way", 409)));

  press();
  await screen.findByRole("alert", { hidden: true });

  expect(box()).toBeNull();
});

it("[MET-04] says how far the conversion has come while it goes on", async () => {
  let done = (_: { publishedVersion: number }) => {};
  const publish = vi.fn(() => new Promise((resolve) => (done = resolve)));
  const { editor, onClose } = await dialog(publish);

  press();
  editor.converting.value = {
    id: "c",
    state: "running",
    done: 500,
    total: 4000,
    version: 0,
    problem: null,
  };

  await screen.findByText(/500 .*4,000/);
  expect(document.querySelector("progress")).toMatchObject({ value: 500, max: 4000 });
  done({ publishedVersion: 2 });
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
});

it("[APP-01] what is published is one press from the app", async () => {
  const { editor, onClose, onOpenApp } = await dialog(vi.fn().mockResolvedValue({ publishedVersion: 2 }));

  press();
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
  const [told] = editor.toasts.shown.value;
  told?.action?.run();

  expect(told?.text).toBe("Published as version 2.");
  expect(onOpenApp).toHaveBeenCalled();
});

it("[APP-01] the way to the app is a link here and a code for phones, or what it takes to have one", () => {
  render(<OpenAppSheet onClose={() => {}} />);
  const code = screen.getByAltText("QR code of the app’s address");

  fireEvent.error(code);

  const link = screen.getByRole("link", { name: "Open on this computer", hidden: true });
  expect(link.getAttribute("href")).toBe("/app/");
  expect(screen.queryByAltText("QR code of the app’s address")).toBeNull();
  expect(screen.getByText(/set PUBLIC_URL/)).toBeTruthy();
});

it("[PUB-01] a role that is lacking is made at the spot, ticked, and published to; one that is there is not made again", async () => {
  const publish = vi.fn().mockResolvedValue({ publishedVersion: 2 });
  const { editor, onClose } = await dialog(publish);
  const newRole = vi.fn(async (label: string) => ({
    id: "lift_inspector",
    label: { en: label },
    people: 0,
    mine: false,
  }));
  Object.assign(editor, { newRole });
  const ask = (name: string) => {
    fireEvent.click(screen.getByRole("button", { name: "New role", hidden: true }));
    fireEvent.input(screen.getByLabelText("What the role is called"), { target: { value: name } });
    fireEvent.click(screen.getByRole("button", { name: "Make role", hidden: true }));
  };

  ask("Lift inspector");
  expect(await screen.findByRole("checkbox", { name: /Lift inspector/, hidden: true })).toHaveProperty(
    "checked",
    true,
  );
  await screen.findByRole("button", { name: "New role", hidden: true });
  ask("sales");
  await screen.findByRole("button", { name: "New role", hidden: true });
  press();
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());

  expect(newRole.mock.calls).toEqual([["Lift inspector"]]);
  expect(publish.mock.calls[0]?.[0].roles).toEqual(["lift_inspector", "sales"]);
});
