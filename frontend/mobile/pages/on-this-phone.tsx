/**
 * The dashboard's lines of what is on this phone only: drafts, and what has not reached the office.
 */
import { t } from "../../shared/messages";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { StateMark } from "../../ui/state";
import { useApp } from "../app-context";
import { useDrafts } from "../drafts/use-drafts";
import { pathOf } from "../routes";
import { needingYou, pendingRecords } from "../sync-view/pending";

export function OnThisPhone() {
  const app = useApp();
  const drafts = useDrafts()?.count ?? 0;
  const waiting = pendingRecords(app);
  const needs = needingYou(app);
  if (drafts + waiting + needs === 0) return null;
  const note = [
    needs > 0 && t("mobile.home.need_you", { count: needs }),
    waiting > 0 && t("mobile.home.waiting", { count: waiting }),
  ].filter(Boolean);
  const href = pathOf({ kind: "outbox" });
  return (
    <div class="app-block">
      <List label={t("ui.outbox")} boxed>
        {drafts > 0 && (
          <ListRow
            title={t("mobile.draft.list")}
            note={t("mobile.draft.count", { count: drafts })}
            state={<StateMark state="waiting" icon="pencil" quiet />}
            href={href}
            arrow
          />
        )}
        {note.length > 0 && (
          <ListRow
            title={t("ui.outbox")}
            note={note.join(" · ")}
            state={<StateMark state={needs > 0 ? "needs" : "waiting"} quiet />}
            href={href}
            arrow
          />
        )}
      </List>
    </div>
  );
}
