/** Blocks whose records have not come to this phone yet: none of them says that there are none. */
import { screen } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { CalendarBlock } from "../../../frontend/blocks/calendar/calendar-block";
import { ChartBlock } from "../../../frontend/blocks/chart/chart-block";
import { InlineList } from "../../../frontend/blocks/list/inline-list";
import { plainList } from "../../../frontend/blocks/list/plain-list";
import { ReportBlock } from "../../../frontend/blocks/report/report-block";
import { drawn } from "./drawn";
import { calendar, chart, recordsOf, report } from "./sales";

const LIST = plainList({
  id: "sales",
  entity: "sale",
  title: "name",
  subtitle: [],
  badge: null,
  detail: null,
});
const BLOCKS = [
  { name: "a number", block: <ChartBlock block={chart({})} />, none: /^0$/ },
  {
    name: "bars",
    block: <ChartBlock block={chart({ style: "bars", by: "town" })} />,
    none: /^Nothing to show/,
  },
  {
    name: "a report",
    block: <ReportBlock block={report({ groups: ["town"] })} />,
    none: /^Nothing to report/,
  },
  { name: "a calendar", block: <CalendarBlock block={calendar({})} />, none: /^Nothing on this day/ },
  { name: "a list", block: <InlineList block={LIST} parent={undefined} />, none: /^Nothing here yet/ },
];

describe("[BEY-08] [L10] before its records have come", () => {
  it.each(BLOCKS)("$name says so", async ({ block, none }) => {
    const coming = { why: "On their way.", next: null };

    drawn(block, recordsOf([]).view, { unknown: () => coming });

    await screen.findByText("On their way.");
    expect(screen.queryByText(none, { selector: "p" })).toBeNull();
  });

  it.each(BLOCKS)("$name does not say so where there are truly none", async ({ block, none }) => {
    drawn(block, recordsOf([]).view, { unknown: () => null });

    await screen.findByText(none, { selector: "p" });
    expect(screen.queryByText("On their way.")).toBeNull();
  });
});
