import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { newColumns } from "../../../../frontend/designer/import/columns";
import { FromSpreadsheet } from "../../../../frontend/designer/import/from-spreadsheet";
import { filledColumnsKept, newColumnsKept } from "../../../../frontend/designer/import/kept-columns";
import type { Entity } from "../../../../frontend/protocol";
import { GUESSES, guess, ImportServer, PREVIEW, problemAt } from "./sheets";

afterEach(cleanup);

const FILE = new File(["Name;Checked on;State\nPump;21/11/2026;Good"], "inspections.csv");

async function drop(): Promise<void> {
  fireEvent.change(await screen.findByLabelText(/Drop a CSV or Excel file here/), {
    target: { files: [FILE] },
  });
  await waitFor(() => expect(screen.getByRole("button", { name: "Check all rows" })).toBeTruthy());
  await screen.findByText(/3 rows, 3 columns/);
}

async function press(name: string): Promise<void> {
  const button = await screen.findByRole("button", { name });
  await waitFor(() => expect(button).toHaveProperty("disabled", false));
  fireEvent.click(button);
}

const type = (label: RegExp | string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

const select = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

function start(server: ImportServer) {
  render(<FromSpreadsheet client={server.client} taken={new Set()} onMade={() => {}} />);
}

it("the row of headings can be chosen, and rows above it are told as left out", async () => {
  const server = new ImportServer();
  server.preview = {
    ...PREVIEW,
    heading: 3,
    top: [
      { row: 1, cells: ["Register of inspections"] },
      { row: 3, cells: ["Name", "Checked on", "State"] },
    ],
    sum: { row: 9, cells: ["Total", "", "3"] },
    twice: 2,
  };
  start(server);
  await drop();

  expect(screen.getByLabelText("Headings are in row")).toHaveProperty("value", "3");
  expect(screen.getByText("The row above is left out.")).toBeTruthy();
  fireEvent.click(screen.getByLabelText("Bring in the last row too: 9: Total · 3"));
  await waitFor(() => expect(server.readings).toHaveLength(1));
  fireEvent.click(await screen.findByLabelText("Bring equal rows in once"));
  await waitFor(() => expect(server.readings).toHaveLength(2));
  await waitFor(() => expect(screen.getByLabelText("Headings are in row")).toBeTruthy());
  select("Headings are in row", "1");

  await waitFor(() => expect(server.readings).toHaveLength(3));
  expect(server.readings.at(-1)).toEqual({ heading: 1, keepSum: true, once: true });
});

it("a check is told in one line beside the buttons, with the way to its report", async () => {
  const server = new ImportServer();
  server.problems = [problemAt(3, "import-not-a-date")];
  start(server);
  await drop();
  await press("Check all rows");

  expect((await screen.findByText("2 rows fit, 1 comes in with a cell empty")).getAttribute("role")).toBe(
    "status",
  );
  const heading = screen.getByRole("heading", { name: "What the check found" });
  const scrolled = vi.fn();
  heading.scrollIntoView = scrolled;
  await press("Show");

  expect(scrolled).toHaveBeenCalled();
  expect(document.activeElement).toBe(heading);
  expect(screen.getByText("Checked on: 1")).toBeTruthy();
});

it("rows with a cell that does not fit come in with it empty unless they are to be left out", async () => {
  const server = new ImportServer();
  server.problems = [problemAt(3, "import-not-a-date")];
  start(server);
  await drop();
  await press("Check all rows");
  await screen.findByText(/1 row comes in with a cell left empty/);

  select("Cells that do not fit", "leave");
  await screen.findByText("2 rows fit, 1 does not");
  await press("Make it without 1 row");
  await screen.findByText(/2 records made/);

  expect(server.plans.map(({ emptyUnfit }) => emptyUnfit)).toEqual([true, false, false]);
});

it("what was typed stays when the file is chosen again", async () => {
  const server = new ImportServer();
  start(server);
  await drop();
  type(/Several are called/, "Lifts");
  type("Name of Checked on", "Looked at on");
  select("Type of Checked on", "text");
  fireEvent.click(screen.getByLabelText("Take State"));

  server.state = null;
  await drop();
  await waitFor(() => expect(server.asked.filter((one) => one === "POST /imports")).toHaveLength(2));

  expect(screen.getByLabelText(/Several are called/)).toHaveProperty("value", "Lifts");
  expect(screen.getByLabelText("Name of Checked on")).toHaveProperty("value", "Looked at on");
  expect(screen.getByLabelText("Type of Checked on")).toHaveProperty("value", "text");
  expect(screen.getByLabelText("Take State")).toHaveProperty("checked", false);
});

it("what was guessed and left so is guessed anew, and a type that cannot be is given up", () => {
  const [name, checked, state] = newColumns(GUESSES);
  if (!name || !checked || !state) throw new Error("There are three columns");
  const better = [guess({ type: "link" }), guess({ column: 1, label: "Checked on", id: "checked_on" })];

  const kept = newColumnsKept(better, [name, { ...checked, type: "choice" }, state]);

  expect(kept.map(({ type: now }) => now)).toEqual(["link", "text"]);
});

it("a field that a kept column fills is not filled by another", () => {
  const entity = {
    id: "pump",
    fields: [{ id: "name", type: "text", label: { en: "Name" } }],
  } as unknown as Entity;
  const code = guess({ label: "Code", id: "code" });

  const kept = filledColumnsKept([guess({ column: 1 }), code], entity, [
    { guess: code, field: "name", reading: code.reading },
  ]);

  expect(kept.map(({ field }) => field)).toEqual([null, "name"]);
});

it("how many cells do not fit is no longer said once a column is read otherwise", async () => {
  const server = new ImportServer();
  const dates = guess({ column: 1, label: "Checked on", id: "checked_on", type: "date", unfit: 2 });
  server.preview = {
    ...PREVIEW,
    columns: [guess(), dates, guess({ column: 2, label: "State", id: "state" })],
  };
  start(server);
  await drop();
  expect(screen.getByText("2 do not fit")).toBeTruthy();

  select("Order of day and month in Checked on", "dmy");

  expect(screen.queryByText("2 do not fit")).toBeNull();
});

it("rows can be told apart by a column, which is then unique", async () => {
  const server = new ImportServer();
  server.preview = { ...PREVIEW, columns: [guess({ samples: ["LF-1", "LF-2"] }), ...GUESSES.slice(1)] };
  start(server);
  await drop();

  expect(screen.getByText(/Name looks like a number of its own for every row/)).toBeTruthy();
  select("Rows are told apart by", "name");
  await press("Check all rows");
  await waitFor(() => expect(server.plans).toHaveLength(1));

  expect(server.plans[0]?.fields?.[0]).toMatchObject({ id: "name", unique: true });
});

it("values of a choice are told with their counts, and one can mean the same as another", async () => {
  const server = new ImportServer();
  const choices = ["OK", "O.K.", "Worn"];
  const state = guess({ column: 2, label: "State", id: "state", type: "choice", choices, counts: [7, 2, 1] });
  server.preview = { ...PREVIEW, columns: [...GUESSES.slice(0, 2), state] };
  start(server);
  await drop();

  expect(screen.getByText("3 values")).toBeTruthy();
  expect(screen.getByText("O.K. (2)")).toBeTruthy();
  select("“O.K.” means the same as", "OK");
  expect(screen.queryByLabelText("“OK” means the same as")).toBeNull();
  await press("Check all rows");
  await waitFor(() => expect(server.plans).toHaveLength(1));

  expect(server.plans[0]?.columns[2]?.means).toEqual({ "O.K.": "ok" });
  expect(server.plans[0]?.fields?.[2]?.choices?.map(({ id }) => id)).toEqual(["ok", "worn"]);
});

it("with no role chosen it is said who will see it", async () => {
  start(new ImportServer());
  await drop();
  expect(await screen.findByText("Only you will see it until you choose a role.")).toBeTruthy();

  fireEvent.click(await screen.findByLabelText("Inspector"));

  expect(screen.queryByText("Only you will see it until you choose a role.")).toBeNull();
});

it("rows are told apart by a column of numbers of their own, unless somebody chooses otherwise", async () => {
  const server = new ImportServer();
  server.preview = { ...PREVIEW, columns: [guess({ label: "Lift no." }), ...GUESSES.slice(1)] };
  start(server);
  await drop();

  expect(screen.getByLabelText("Rows are told apart by")).toHaveProperty("value", "name");
  expect(screen.getByText(/Lift no. is filled in every row, and no value comes twice/)).toBeTruthy();
  select("Rows are told apart by", "");
  await press("Check all rows");
  await waitFor(() => expect(server.plans).toHaveLength(1));

  expect(server.plans[0]?.fields?.[0]).not.toHaveProperty("unique", true);
});

it("words for nothing and links are told where they mean something", async () => {
  const server = new ImportServer();
  const dates = guess({ column: 1, id: "on", label: "On", type: "date", blank: 3, blanks: ["n/a", "–"] });
  const names = guess({ blank: 1, blanks: ["?"], linked: 2 });
  server.preview = { ...PREVIEW, columns: [names, dates, GUESSES[2] as never] };
  start(server);
  await drop();

  expect(screen.getByText("3 cells say n/a, – and are left empty")).toBeTruthy();
  expect(screen.queryByText(/cell says \?/)).toBeNull();
  expect(screen.getByText("2 cells have a link: the type Link keeps the address")).toBeTruthy();
  select("Type of Name", "link");
  expect(screen.queryByText(/the type Link keeps/)).toBeNull();
});

it("that a role of one's own is wanted is said until one is ticked", async () => {
  const server = new ImportServer();
  server.roles = [...server.roles, { id: "designer", label: { en: "Designer" }, people: 1, mine: true }];
  start(server);
  await drop();
  const hint = /Choose a role of your own too/;

  fireEvent.click(await screen.findByLabelText("Inspector"));
  expect(screen.getByText(hint)).toBeTruthy();
  fireEvent.click(screen.getByLabelText("Designer"));

  expect(screen.queryByText(hint)).toBeNull();
});
