import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { FromSpreadsheet } from "../../../../frontend/designer/import/from-spreadsheet";
import { ImportSheet } from "../../../../frontend/designer/import/import-sheet";
import { NewWorkspace } from "../../../../frontend/designer/workspaces/new-workspace";
import type { Entity, ImportPlan } from "../../../../frontend/protocol";
import { design } from "../documents";
import { ImportServer, problemAt } from "./sheets";

afterEach(cleanup);

const FILE = new File(["Name;Checked on;State\nPump;21/11/2026;Good"], "inspections.csv");
const INSPECTION = {
  id: "inspection",
  label: { en: "Inspection" },
  plural: { en: "Inspections" },
  title: "name",
  fields: [
    { id: "name", type: "text", label: { en: "Name" } },
    { id: "made", type: "date", label: { en: "Made" } },
  ],
} as unknown as Entity;

async function drop(): Promise<void> {
  const input = await screen.findByLabelText(/Drop a CSV or Excel file here/);
  Object.defineProperty(input, "files", { value: [FILE], configurable: true });
  fireEvent.change(input);
  await screen.findByText(/3 rows, 3 columns/);
}

async function press(name: string): Promise<void> {
  const button = await screen.findByRole("button", { name });
  await waitFor(() => expect(button).toHaveProperty("disabled", false));
  fireEvent.click(button);
}

const select = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

function start(server: ImportServer) {
  const onMade = vi.fn();
  render(<FromSpreadsheet client={server.client} taken={new Set(["inspections"])} onMade={onMade} />);
  return onMade;
}

it("a workspace is made of a spreadsheet in one step: designed, published, and its rows brought in", async () => {
  const server = new ImportServer();
  const onMade = start(server);
  await drop();
  fireEvent.click(await screen.findByLabelText("Inspector"));

  await press("Make, publish and import");
  await screen.findByText(/3 records made/);
  await press("Open the workspace");

  expect(onMade).toHaveBeenCalledWith("inspections_2");
  const { workspace, model } = server.design ?? {};
  const entity = model?.entities.at(-1);
  expect(entity).toMatchObject({ id: "inspection", title: "name", plural: { en: "Inspections" } });
  expect(entity?.fields.map(({ id, type }) => `${id} ${type}`)).toEqual([
    "name text",
    "checked_on date",
    "state choice",
  ]);
  expect(workspace?.pages.map(({ kind }) => kind)).toEqual(["list", "detail"]);
  expect(workspace?.actions.map(({ kind }) => kind)).toEqual(["create", "edit", "delete"]);
  expect(server.plans.at(-1)).toMatchObject({ entity: "inspection", fields: [] });
  expect(server.asked.slice(-5)).toEqual([
    "POST /designs/inspections_2/publish",
    "PUT /imports/one/plan",
    "GET /imports/one/problems",
    "POST /imports/one/run",
    "GET /imports/one/problems",
  ]);
});

it("a check tells what does not fit by cell before anything is made, and a change makes it old", async () => {
  const server = new ImportServer();
  server.problems = [problemAt(3, "value-unheard-of")];
  start(server);
  await drop();

  await press("Check all rows");
  await screen.findByText("3 new records. 1 row comes in with a cell left empty.");
  select("Cells that do not fit", "leave");
  await screen.findByText("2 new records. 1 row does not fit and is left out.");
  expect(screen.getByRole("row", { name: /3 Checked on 31\/02\/2026 31\/02\/2026 is no day/ })).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Make it without 1 row" })).toBeTruthy();
  expect(server.design).toBeNull();
  expect(server.plans[0]).toMatchObject({ entity: null, fields: [{ id: "name" }, {}, {}] });

  select("Type of Checked on", "text");
  expect(screen.getByRole("button", { name: "Make, publish and import" })).toBeTruthy();
  expect(screen.queryByText(/does not fit and is left out/)).toBeNull();
});

it("columns can be left out, named, typed and read otherwise", async () => {
  const server = new ImportServer();
  start(server);
  await drop();

  fireEvent.click(screen.getByLabelText("Take State"));
  fireEvent.input(screen.getByLabelText("Name of Checked on"), { target: { value: "Inspected" } });
  select("Order of day and month in Checked on", "dmy");
  await press("Check all rows");
  await screen.findByText("3 new records.");

  expect(server.plans[0]?.columns).toMatchObject([{ column: 0 }, { column: 1, days: "dmy" }]);
  expect(server.plans[0]?.fields?.map(({ label }) => label)).toEqual([{ en: "Name" }, { en: "Inspected" }]);
});

it("what cannot be published leaves everything as it was, and says why", async () => {
  const server = new ImportServer();
  server.refusals.set("POST /designs/inspections_2/publish", "model-clash-of-tests");
  start(server);
  await drop();

  await press("Make, publish and import");
  await screen.findByText("No: model-clash-of-tests");

  await waitFor(() => expect(server.asked.at(-1)).toBe("DELETE /designs/inspections_2"));
  expect(server.design?.model.entities.map(({ id }) => id)).not.toContain("inspection");
  expect(server.design?.workspace.pages).toEqual([]);
});

it("a file that is none is refused in words, and another can be chosen", async () => {
  const server = new ImportServer();
  server.refusals.set("PUT /imports/one/file", "spreadsheet-not-text");
  start(server);
  const input = screen.getByLabelText(/Drop a CSV or Excel file here/);
  Object.defineProperty(input, "files", { value: [FILE], configurable: true });

  fireEvent.change(input);
  await screen.findByRole("alert");

  server.refusals.clear();
  await drop();
});

it("an import can be taken back as a whole", async () => {
  const server = new ImportServer();
  start(server);
  await drop();
  await press("Make, publish and import");
  await screen.findByText(/3 records made/);

  await press("Undo the import");

  await screen.findByText("3 records were taken back.");
});

it("rows fill an entity that is there: matched by name, changed by hand, checked, run", async () => {
  const server = new ImportServer();
  render(<ImportSheet client={server.client} entity={INSPECTION} onClose={() => {}} />);
  expect(screen.getByRole("link", { name: "Excel" }).getAttribute("href")).toBe(
    "/api/v1/records/inspection/export?format=xlsx",
  );
  await drop();

  expect(screen.getByRole("button", { name: "Import" })).toHaveProperty("disabled", true);
  select("Field for Checked on", "made");
  select("Find records by", "name");
  await press("Check all rows");
  await screen.findByText("3 new records.");
  await press("Import");
  await screen.findByText(/3 records made/);

  expect(server.plans).toMatchObject([
    {
      entity: "inspection",
      key: "name",
      columns: [
        { column: 0, field: "name" },
        { column: 1, field: "made" },
      ],
    },
  ]);
});

it("a field is filled by one column: another that is given it takes it over", async () => {
  const server = new ImportServer();
  render(<ImportSheet client={server.client} entity={INSPECTION} onClose={() => {}} />);
  await drop();

  select("Field for State", "name");

  expect(screen.getByLabelText("Field for Name")).toHaveProperty("value", "");
});

it("a workspace begins from a spreadsheet where there is no entity yet, and from an entity where there is", async () => {
  const server = new ImportServer();
  render(<NewWorkspace client={server.client} onClose={() => {}} onMade={() => {}} />);

  expect(await screen.findByLabelText(/Drop a CSV or Excel file here/)).toBeTruthy();
  expect(screen.getByLabelText("From a spreadsheet")).toHaveProperty("checked", true);

  cleanup();
  server.design = design();
  render(<NewWorkspace client={server.client} onClose={() => {}} onMade={() => {}} />);

  expect(await screen.findByLabelText("From an entity")).toHaveProperty("checked", true);
});

it("[BEY-24] what was imported before is listed where imports begin, with the way back", async () => {
  const server = new ImportServer();
  const column = { column: 0, field: "name", decimal: ".", days: "ymd", currency: null } as const;
  const plan: ImportPlan = { entity: "inspection", columns: [column], fields: [], key: null };
  const kept = { ...server.brought(), plan };
  server.earlier = [kept, { ...kept, id: "two", name: "other.csv", plan: { ...plan, entity: "pump" } }];
  render(<ImportSheet client={server.client} entity={INSPECTION} onClose={() => {}} />);

  await press("Undo the import old.csv");

  await screen.findByText(/3 records were taken back/);
  expect(server.asked).toContain("POST /imports/one/undo");
  expect(screen.queryByText("other.csv")).toBeNull();
  expect(screen.queryByRole("button", { name: /Undo the import/ })).toBeNull();
});
