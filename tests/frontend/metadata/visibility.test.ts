import { expect, it } from "vitest";
import { findPath, pathLabel, textIn } from "../../../frontend/metadata/find";
import { offeredActions } from "../../../frontend/metadata/offered";
import {
  mayOpen,
  quickActions,
  visiblePages,
  visibleWorkspaces,
} from "../../../frontend/metadata/visibility";
import type { EffectiveMetadata } from "../../../frontend/protocol";
import { action, effective, entity, field, page, workspace } from "./builders";

const REPORT = entity("expense_report", [
  field("status", "choice"),
  field("employee", "lookup", { target: "person", label: { en: "Employee", sv: "Anställd" } }),
]);
const PERSON = entity("person", [field("name", "text", { label: { en: "Name", sv: "Namn" } })]);

const EXPENSES = workspace("expenses", {
  pages: [
    page("reports", "expense_report", { actions: ["make", "change", "submit", "remove"] }),
    page("report", "expense_report", { kind: "detail" }),
    page("old", "expense_report", { hidden: true }),
    page("people", "person"),
  ],
  actions: [
    action("make", "create", { quick: true }),
    action("change", "edit"),
    action("submit", "step", { when: { field: "status", oneOf: ["draft"] } }),
    action("remove", "delete"),
  ],
});

function metadataWith(rights: EffectiveMetadata["rights"]): EffectiveMetadata {
  return effective({ entities: [REPORT, PERSON], workspaces: [EXPENSES], rights });
}

it("[SEC-03] pages of entities that the user may not read are absent, and so is an empty workspace", () => {
  const some = metadataWith({ expense_report: ["read"] });
  const none = metadataWith({});

  expect(visiblePages(some, EXPENSES).map(({ id }) => id)).toEqual(["reports"]);
  expect(visibleWorkspaces(some)).toEqual([EXPENSES]);
  expect(visibleWorkspaces(none)).toEqual([]);
  expect(EXPENSES.pages.filter((one) => mayOpen(some, one)).map(({ id }) => id)).toEqual([
    "reports",
    "report",
    "old",
  ]);
});

it("[SEC-03] actions that the user may not run are absent", () => {
  const metadata = metadataWith({ expense_report: ["read", "edit"] });
  const [reports] = EXPENSES.pages;

  const offered = reports
    ? offeredActions(metadata, EXPENSES, reports.actions, { id: "r", values: { status: "draft" } })
    : [];

  expect(offered.map(({ id }) => id)).toEqual(["change", "submit"]);
  expect(quickActions(metadata, EXPENSES)).toEqual([]);
});

it("a step is offered only for a record in the right state", () => {
  const metadata = metadataWith({ expense_report: ["read", "create", "edit", "delete"] });
  const [reports] = EXPENSES.pages;
  if (!reports) throw new Error("no page");

  const ids = (values?: Record<string, unknown>) =>
    offeredActions(metadata, EXPENSES, reports.actions, values && { id: "r", values }).map(({ id }) => id);

  expect(ids({ status: "draft" })).toEqual(["make", "change", "submit", "remove"]);
  expect(ids({ status: "sent" })).toEqual(["make", "change", "remove"]);
  expect(ids({})).toEqual(["make", "change", "remove"]);
  expect(ids()).toEqual(["make"]);
});

it("a path walks lookups and says what it is called in the user's language", () => {
  const { model } = metadataWith({});

  const path = findPath(model, "expense_report", "employee.name");

  expect(path?.end.id).toBe("name");
  expect(path && pathLabel(path, "sv-SE")).toBe("Anställd · Namn");
  expect(findPath(model, "expense_report", "employee.salary")).toBeUndefined();
  expect(findPath(model, "expense_report", "status.name")).toBeUndefined();
});

it("a text falls back to the primary language, to English, then to any", () => {
  expect(textIn({ sv: "Hej", en: "Hello" }, "sv-FI")).toBe("Hej");
  expect(textIn({ sv: "Hej", en: "Hello" }, "de")).toBe("Hello");
  expect(textIn({ sv: "Hej" }, "de")).toBe("Hej");
  expect(textIn(null, "de")).toBe("");
});
