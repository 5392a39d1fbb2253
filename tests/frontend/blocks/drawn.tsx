/** What blocks find around them, for those that gather records. */
import "@preact/signals";
import { cleanup, render } from "@testing-library/preact";
import type { ComponentChildren } from "preact";
import { afterEach } from "vitest";
import { type Blocks, BlocksContext } from "../../../frontend/blocks/context";
import type { RecordsView } from "../../../frontend/local/records";
import { eyesOn } from "./sales";

afterEach(cleanup);

/** Draw blocks over records. */
export function drawn(...what: Parameters<typeof around>) {
  return render(around(...what));
}

export function around(children: ComponentChildren, records: RecordsView, more: Partial<Blocks> = {}) {
  const blocks: Partial<Blocks> = {
    ...eyesOn(records),
    node: "pages/board",
    pageHref: (page, record) => `/p/${page}${record ? `/${record}` : ""}`,
    kept: { has: () => false },
    look: { colour: null, filled: null, size: null, weight: null },
    around: [],
    openRecord: undefined,
    figures: {
      heard: () => "2026-11-21T08:41:00.000Z",
      ago: (moment) => moment.slice(11, 16),
      whole: () => true,
      ask: () => Promise.reject(new Error("Nobody asked for that")),
    },
    ...more,
  };
  return <BlocksContext.Provider value={blocks as Blocks}>{children}</BlocksContext.Provider>;
}
