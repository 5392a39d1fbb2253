import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import { ReportBlock } from "../../../frontend/blocks/report/report-block";
import { drawn } from "./drawn";
import { eur, recordsOf, report, sale } from "./sales";

const cells = (row: HTMLElement | undefined) => {
  const all = row ? within(row).queryAllByRole("rowheader") : [];
  return [...all, ...(row ? within(row).queryAllByRole("cell") : [])].map((cell) => cell.textContent);
};
const rowNamed = (name: RegExp) => screen.getAllByRole("row").find((row) => name.test(row.textContent ?? ""));

const SALES = [
  sale({ name: "Roof", town: "Lund", status: "won", amount: eur("10.10"), day: "2026-10-30" }),
  sale({ name: "Attic", town: "Lund", status: "lost", amount: eur("20.20"), day: "2026-11-02" }),
  sale({ name: "Cellar", town: "Ystad", status: "won", amount: eur("30.30"), day: "2026-11-03" }),
];

describe("[BEY-24] a report", () => {
  it("has records in groups with exact totals at each level, and the sum of all", async () => {
    drawn(<ReportBlock block={report({ groups: ["town", "status"] })} />, recordsOf(SALES).view);

    await screen.findByRole("table", { name: "Sales" });
    expect(cells(rowNamed(/^Lund/))).toEqual(["Lund 2", "€30.30", ""]);
    expect(cells(rowNamed(/^lost/))).toEqual(["lost 1", "€20.20", ""]);
    expect(cells(rowNamed(/^Attic/))).toEqual(["Attic", "€20.20", "Lund"]);
    expect(cells(rowNamed(/^In all/))).toEqual(["In all", "€60.60", ""]);
    expect(screen.getByRole("link", { name: "Attic" }).getAttribute("href")).toMatch(/^\/p\/sale\//);
    expect(screen.getByText(/Based on 3 sales on this phone/)).toBeTruthy();
  });

  it("closes a group and opens it again", async () => {
    drawn(<ReportBlock block={report({ groups: ["town"] })} />, recordsOf(SALES).view);
    const lund = await screen.findByRole("button", { name: "Lund 2", expanded: true });

    fireEvent.click(lund);
    expect(screen.queryByText("Attic")).toBeNull();

    fireEvent.click(screen.getByRole("button", { name: "Lund 2", expanded: false }));
    expect(screen.getByText("Attic")).toBeTruthy();
  });

  it("takes dates together by its period, and shows totals alone where no rows are wanted", async () => {
    const block = report({ groups: ["day"], period: "month", rows: false });

    drawn(<ReportBlock block={block} />, recordsOf(SALES).view);

    await screen.findByRole("table");
    expect(cells(rowNamed(/^Oct/))).toEqual(["Oct 2026 1", "€10.10", ""]);
    expect(cells(rowNamed(/^Nov/))).toEqual(["Nov 2026 2", "€50.50", ""]);
    expect(screen.queryByText("Attic")).toBeNull();
  });

  it("does not add amounts of several currencies", async () => {
    const krona = sale({ name: "Barn", town: "Lund", amount: { amount: "5.00", currency: "SEK" } });

    drawn(<ReportBlock block={report({ groups: ["town"] })} />, recordsOf([...SALES, krona]).view);

    await screen.findByRole("table");
    expect(cells(rowNamed(/^Lund/))[1]).toBe("Several currencies");
    expect(cells(rowNamed(/^Ystad/))[1]).toBe("€30.30");
    expect(cells(rowNamed(/^In all/))[1]).toBe("Several currencies");
  });

  it("shows fifty records of a long group, and more on demand", async () => {
    const many = Array.from({ length: 60 }, (_, at) => sale({ name: `Sale ${String(at).padStart(2, "0")}` }));
    drawn(<ReportBlock block={report()} />, recordsOf(many).view);
    await screen.findByText("Sale 49");
    expect(screen.queryByText("Sale 50")).toBeNull();

    fireEvent.click(screen.getByRole("button", { name: "Show more (10)" }));

    expect(screen.getByText("Sale 59")).toBeTruthy();
  });

  it("[L39] takes its totals from the office on one tap, and says that rows are not among them", async () => {
    const figure = [{ value: "999.00", currency: "EUR", mixed: false }];
    const ask = vi.fn(async () => ({
      at: "2026-11-21T09:43:00.000Z",
      count: 70,
      figures: figure,
      groups: [{ keys: ["Lund"], labels: [null], count: 70, figures: figure }],
      more: 0,
    }));
    const figures = { heard: () => null, ago: String, whole: () => false, ask };
    drawn(<ReportBlock block={report({ groups: ["town"] })} />, recordsOf(SALES).view, { figures });

    fireEvent.click(await screen.findByRole("button", { name: "Count at the office" }));

    await waitFor(() => expect(cells(rowNamed(/^Lund/))).toEqual(["Lund 70", "€999.00", ""]));
    expect(screen.getByText(/The office gives totals/)).toBeTruthy();
    expect(screen.queryByText("Attic")).toBeNull();
  });
});
