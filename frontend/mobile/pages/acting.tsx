/**
 * Doing something with records: their form opens, it is asked first, or it is done at once.
 */
import { useMemo, useState } from "preact/hooks";
import type { Acting } from "../../blocks/acting";
import type { Grounds } from "../../blocks/conditions";
import type { LocalRecord } from "../../local/record";
import type { Action, Workspace } from "../../protocol";
import { BLOCK_TEXTS } from "../../shared/block-messages";
import { useApp } from "../app-context";
import { Late } from "../late";
import { worded } from "../words";
import { actOnAll } from "./act-on-all";
import { offersOf } from "./offers";

interface Asking {
  readonly action: Action;
  readonly records: readonly LocalRecord[];
}

/**
 * What blocks of a page can do with records, and what comes up over the page meanwhile.
 *
 * @param from the page that forms lead back to
 */
export function useActing(
  grounds: Grounds | null,
  workspace: Workspace,
  from: string,
): { readonly acting: Acting; readonly over: preact.ComponentChildren } {
  const app = useApp();
  const [asking, setAsking] = useState<Asking | null>(null);
  const acting = useMemo<Acting>(
    () => ({
      offers: (named, record) =>
        grounds && !record.frozen ? offersOf(grounds, app, workspace, named, record) : [],
      act(action, records) {
        const [first] = records;
        if (!first) return;
        const { kind, id, comment, confirm } = action;
        if (kind === "create" || kind === "edit")
          app.go({ kind: "action", workspace: workspace.id, action: id, record: first.id, from });
        else if (kind === "delete" || comment !== "none" || confirm) setAsking({ action, records });
        else void actOnAll(app, workspace, action, records, null);
      },
    }),
    [app, grounds, workspace, from],
  );
  const over = asking && (
    <Late
      load={() => worded(import("./rows-sheet"), BLOCK_TEXTS).then(({ RowsSheet }) => RowsSheet)}
      props={{ ...asking, workspace, onClose: () => setAsking(null) }}
    />
  );
  return { acting, over };
}
