/**
 * What can be done with any record, whatever its workspace offers: pin, follow, assign, share, without a network too,
 * as a change that waits; and its history, which the office tells.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { PartyPicker } from "../../blocks/form/party-picker";
import { recordLabel } from "../../local/labels";
import type { LocalRecord } from "../../local/record";
import type { KeepAct } from "../../protocol";
import { HISTORY_TEXTS } from "../../shared/history-messages";
import { t } from "../../shared/messages";
import { current } from "../../ui/live";
import type { MenuItem } from "../../ui/menu";
import { useApp } from "../app-context";
import { Late } from "../late";
import { worded } from "../words";
import { intentWords } from "./intent-words";
import { isOffered, refusalOf } from "./permits";
import { refreshPart } from "./refresh-part";
import { ShareSheet } from "./share-sheet";

type Asking = "assign" | "share" | "history" | null;

interface RecordMenu {
  readonly items: readonly MenuItem[];
  /** What an item has opened. */
  readonly over: preact.ComponentChildren;
}

export function useRecordMenu(record: LocalRecord): RecordMenu {
  const app = useApp();
  const { lens, kept } = useBlocks();
  const { replica, sync } = app.core;
  const { entity, id } = record;
  const [asking, setAsking] = useState<Asking>(null);
  const blocked = current(sync.editingBlocked) ? t("mobile.update.blocked") : null;

  const keeping = (how: KeepAct["how"]): MenuItem => {
    const on = !kept.has(entity, id, how);
    const { icon, label, done } = KEEPING[how][on ? "on" : "off"];
    return {
      id: how,
      label: t(label),
      icon,
      ...(blocked && { reason: blocked }),
      onSelect: () => void app.savings.keep(entity, id, how, on, t(done)),
    };
  };
  const acting = (operation: "assign" | "share"): MenuItem[] => {
    if (record.frozen || !isOffered(replica, operation, record)) return [];
    if (operation === "assign" && lens.entity(entity)?.ownership !== "person") return [];
    const reason = blocked ?? refusalOf(replica, operation, record);
    const { icon, label } = ACTING[operation];
    const onSelect = () => setAsking(operation);
    return [{ id: operation, label: t(label), icon, ...(reason && { reason }), onSelect }];
  };

  const history: MenuItem = {
    id: "history",
    label: t("mobile.keep.history"),
    icon: "history",
    onSelect: () => setAsking("history"),
  };
  const refresh: MenuItem = {
    id: "refresh",
    label: t("mobile.keep.refresh_record"),
    icon: "refresh-cw",
    onSelect: () => void refreshPart(app, { entity, record: id }),
  };
  const looking = record.frozen ? [history] : [refresh, history];
  return {
    items: [keeping("pin"), keeping("follow"), ...acting("assign"), ...acting("share"), ...looking],
    over: (
      <>
        {asking === "assign" && <Assigning record={record} onClose={() => setAsking(null)} />}
        {asking === "share" && <ShareSheet record={record} onClose={() => setAsking(null)} />}
        {asking === "history" && (
          <Late
            load={() =>
              worded(import("../history/history-sheet"), HISTORY_TEXTS).then(
                ({ HistorySheet }) => HistorySheet,
              )
            }
            props={{ record, onClose: () => setAsking(null) }}
          />
        )}
      </>
    ),
  };
}

const KEEPING = {
  pin: {
    on: { icon: "pin", label: "mobile.keep.pin", done: "mobile.keep.pinned" },
    off: { icon: "pin-off", label: "mobile.keep.unpin", done: "mobile.keep.unpinned" },
  },
  follow: {
    on: { icon: "bell", label: "mobile.keep.follow", done: "mobile.keep.followed" },
    off: { icon: "bell-off", label: "mobile.keep.unfollow", done: "mobile.keep.unfollowed" },
  },
} as const;

const ACTING = {
  assign: { icon: "user-check", label: "mobile.keep.assign" },
  share: { icon: "share-2", label: "mobile.keep.share" },
} as const;

interface AssigningProps {
  readonly record: LocalRecord;
  readonly onClose: () => void;
}

function Assigning({ record, onClose }: AssigningProps) {
  const app = useApp();
  const { lens, records, reading } = useBlocks();
  return (
    <PartyPicker
      title={t("mobile.keep.assign_title")}
      onClose={onClose}
      onPick={({ kind, id }) => {
        onClose();
        const label = recordLabel(lens.metadata.model, records, reading, kind, id);
        const name = "text" in label ? label.text : "";
        void app.savings.assign(
          record.entity,
          record.id,
          id,
          intentWords("mobile.keep.assign_waits", "mobile.keep.assigned", { name }),
        );
      }}
    />
  );
}
