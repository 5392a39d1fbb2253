/**
 * The properties of a block, by its type.
 */
import type { Block, Page } from "../../../protocol";
import { CalendarPanel } from "./calendar-panel";
import { ChartPanel } from "./chart-panel";
import { FieldsPanel } from "./fields-panel";
import { GroupPanel } from "./group-panel";
import { LinkPanel } from "./link-panel";
import { ListPanel } from "./list-panel";
import { PartPanel } from "./part-panel";
import { ReportPanel } from "./report-panel";
import { TimerPanel } from "./timer-panel";

interface BlockPanelProps {
  readonly block: Block;
  readonly page: Page;
}

/** Nothing for a type that this version does not know. */
export function BlockPanel({ block, page }: BlockPanelProps) {
  switch (block.type) {
    case "list":
      return <ListPanel block={block} page={page} />;
    case "fields":
      return <FieldsPanel block={block} page={page} />;
    case "link":
      return <LinkPanel block={block} page={page} />;
    case "group":
      return <GroupPanel block={block} page={page} />;
    case "part":
      return <PartPanel block={block} page={page} />;
    case "chart":
      return <ChartPanel block={block} page={page} />;
    case "calendar":
      return <CalendarPanel block={block} page={page} />;
    case "report":
      return <ReportPanel block={block} page={page} />;
    case "timer":
      return <TimerPanel block={block} page={page} />;
    default:
      return null;
  }
}
