import { act, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import { ChartBlock } from "../../../frontend/blocks/chart/chart-block";
import type { FiguresTold } from "../../../frontend/protocol";
import { ProblemError, Unreachable } from "../../../frontend/rest/errors";
import { around, drawn } from "./drawn";
import { chart, eur, id, recordsOf, sale } from "./sales";

const AMOUNT = { of: "sum", field: "amount" } as const;
const FIGURES = {
  heard: () => "2026-11-21T08:41:00.000Z",
  ago: (moment: string) => moment.slice(11, 16),
  whole: () => true,
};

function figures(kind: "answers" | "silent" | "refuses") {
  const told = {
    at: "2026-11-21T09:43:00.000Z",
    count: 1204,
    figures: [{ value: "1204", currency: null, mixed: false }],
    groups: [],
    more: 0,
  };
  const ask = vi.fn(() => {
    if (kind === "answers") return Promise.resolve(told);
    if (kind === "silent") return Promise.reject(new Unreachable("There is no network"));
    const problem = { code: "filter-too-slow", arguments: {}, field: null, sentence: null, remedy: null };
    return Promise.reject(new ProblemError(problem, 422));
  });
  return { ...FIGURES, ask };
}

describe("[L36] [BEY-24] a chart without a network", () => {
  it("shows a number, its goal and what it is based on", async () => {
    const { view } = recordsOf([sale({ amount: eur("600.00") }), sale({ amount: eur("120.50") })]);

    drawn(<ChartBlock block={chart({ measure: AMOUNT, goal: "1000", page: "sales" })} />, view);

    const link = await screen.findByRole("link", { name: "€720.50" });
    expect(link.getAttribute("href")).toBe("/p/sales");
    expect(screen.getByText("72% of €1,000")).toBeTruthy();
    expect(screen.getByText("Based on 2 sales on this phone, as of 08:41.")).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Amount in all" })).toBeTruthy();
  });

  it("is a landmark by the name that its designer gave, and by no other: several may come to the same", async () => {
    const { view } = recordsOf([sale({})]);

    const named = { ...chart({}), id: "named", label: { en: "This week" } };
    drawn([<ChartBlock key="1" block={chart({})} />, <ChartBlock key="2" block={named} />], view);

    await screen.findAllByText(/Based on 1 sale/);
    const landmarks = screen.getAllByRole("region");
    expect(landmarks.map((one) => one.getAttribute("aria-labelledby"))).toEqual(["chart-named"]);
  });

  it("says so where amounts are of several currencies", async () => {
    const { view } = recordsOf([
      sale({ amount: eur("1.00") }),
      sale({ amount: { amount: "1.00", currency: "SEK" } }),
    ]);

    drawn(<ChartBlock block={chart({ measure: AMOUNT, goal: "5" })} />, view);

    expect(await screen.findByText("Several currencies")).toBeTruthy();
    expect(screen.queryByText(/of 5/)).toBeNull();
  });

  it("names each bar with its figure, twelve at first", async () => {
    const towns = Array.from({ length: 14 }, (_, at) =>
      sale({ town: `Town ${String(at).padStart(2, "0")}` }),
    );
    const { view } = recordsOf([...towns, sale({ town: "Town 13" })]);

    drawn(<ChartBlock block={chart({ style: "bars", by: "town" })} />, view);

    const bars = await screen.findAllByRole("listitem");
    expect(bars).toHaveLength(12);
    expect(bars[0]?.textContent).toBe("Town 132");
    fireEvent.click(screen.getByRole("button", { name: "Show more (2)" }));
    expect(await screen.findAllByRole("listitem")).toHaveLength(14);
  });

  it("draws a line with its ends in words, and the same as a table", async () => {
    const { view } = recordsOf(["2026-01-05", "2026-03-02", "2026-03-09"].map((day) => sale({ day })));

    drawn(<ChartBlock block={chart({ style: "trend", by: "day", period: "month" })} />, view);

    const line = await screen.findByRole("img");
    expect(line.getAttribute("aria-label")).toBe("From Jan 2026 to Mar 2026. Lowest 0, highest 2, latest 2.");
    const rows = within(screen.getByRole("table", { hidden: true })).getAllByRole("row", { hidden: true });
    expect(rows.map((row) => row.textContent)).toEqual(["Jan 20261", "Feb 20260", "Mar 20262"]);
  });

  it("follows the records", async () => {
    const records = recordsOf([sale({})]);
    drawn(<ChartBlock block={chart({})} />, records.view);
    await screen.findByText("1");

    await act(() => records.put([sale({}), sale({}), sale({})]));

    expect(await screen.findByText("3")).toBeTruthy();
  });

  it("of the record on show counts what hangs on it", async () => {
    const { view } = recordsOf([sale({ customer: id(900) }), sale({ customer: id(901) })]);
    const record = { ...sale({}), entity: "customer", id: id(900) };

    drawn(<ChartBlock block={chart({ parent: "customer" })} record={record} />, view);

    expect(await screen.findByText(/Based on 1 sale on/)).toBeTruthy();
  });

  it("shows nothing where its condition is newer than the app", async () => {
    const { view } = recordsOf([sale({})]);
    const condition = { op: "within-distance", path: "town", value: 5 };

    drawn(<ChartBlock block={chart({ condition })} />, view);

    expect(screen.getByRole("status").textContent).toContain("needs a newer version");
    expect(screen.queryByText("1")).toBeNull();
  });
});

describe("[L39] a chart says what it is based on", () => {
  it("tells that not all records are on the phone, and has the office count on one tap", async () => {
    const office = { ...figures("answers"), whole: () => false };
    const { view } = recordsOf([sale({})]);
    drawn(<ChartBlock block={chart({})} />, view, { figures: office });
    expect((await screen.findByText(/Based on 1 sale on/)).textContent).toContain("Not all of them are here");

    fireEvent.click(screen.getByRole("button", { name: "Count at the office" }));

    expect(await screen.findByText("1,204")).toBeTruthy();
    expect(screen.getByText("Counted at the office: 1,204 sales, as of 09:43.")).toBeTruthy();
    const asked = { conditions: [], groups: [], measures: [{ of: "count", field: null }] };
    expect(office.ask).toHaveBeenCalledWith("sale", asked);
    fireEvent.click(screen.getByRole("button", { name: "Show what is on this phone" }));
    await waitFor(() => expect(screen.queryByText("1,204")).toBeNull());
  });

  it("does not show for one record what the office has counted for another", async () => {
    let answer: (told: FiguresTold) => void = () => {};
    const asked = new Promise<FiguresTold>((resolve) => {
      answer = resolve;
    });
    const { view } = recordsOf([sale({ customer: id(901) })]);
    const block = chart({ parent: "customer" });
    const on = (record: string) => <ChartBlock block={block} record={{ ...sale({}), id: record }} />;
    const office = { ...FIGURES, ask: () => asked };
    const shown = drawn(on(id(900)), view, { figures: office });
    fireEvent.click(await screen.findByRole("button", { name: "Count at the office" }));

    shown.rerender(around(on(id(901)), view, { figures: office }));
    await act(async () =>
      answer({ at: "2026-11-21T09:43:00.000Z", count: 55, figures: [], groups: [], more: 0 }),
    );

    expect(await screen.findByText(/Based on 1 sale on/)).toBeTruthy();
    expect(screen.queryByText(/Counted at the office/)).toBeNull();
  });

  it.each([
    ["silent", "The office does not answer"],
    ["refuses", "This filter takes too long."],
  ] as const)("keeps the phone's figures and says why when the office %s", async (kind, words) => {
    const { view } = recordsOf([sale({})]);
    drawn(<ChartBlock block={chart({})} />, view, { figures: figures(kind) });

    fireEvent.click(await screen.findByRole("button", { name: "Count at the office" }));

    await waitFor(() => expect(screen.getByRole("status").textContent).toContain(words));
    expect(screen.getByText(/Based on 1 sale on/)).toBeTruthy();
  });
});
