/**
 * A record that the office has no more for this user. Of one that was deleted the history still tells its name, by whom
 * and when it was deleted, and what stood in it; of any other nothing is told.
 */
import { useEffect, useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { titleOf } from "../../blocks/record-values";
import type { LocalRecord } from "../../local/record";
import type { HistoryEntry } from "../../protocol";
import { formatDateTime } from "../../shared/formats";
import { HISTORY_TEXTS } from "../../shared/history-messages";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { Late } from "../late";
import { worded } from "../words";

interface GoneRecordProps {
  readonly entity: string;
  readonly record: string;
}

export function GoneRecord({ entity, record: id }: GoneRecordProps) {
  const app = useApp();
  const { lens, reading } = useBlocks();
  // Undefined: the office has not said yet.
  const [deletion, setDeletion] = useState<HistoryEntry | null>();
  const [looking, setLooking] = useState(false);
  useEffect(() => {
    let here = true;
    const tell = async () => {
      const office = await app.office();
      const { entries } = await office.readHistory(entity, id, null);
      return entries[0]?.kind === "delete" ? entries[0] : null;
    };
    void tell()
      .catch(() => null)
      .then((told) => here && setDeletion(told));
    return () => {
      here = false;
    };
  }, [entity, id]);

  if (deletion === undefined) return <SkeletonRows count={5} />;
  if (deletion === null) return <EmptyState icon="search">{t("mobile.detail.missing")}</EmptyState>;
  const record = asItWas(entity, id, deletion);
  const { by, byName, at } = deletion;
  const name = by === app.person.person ? t("mobile.conflict.you") : byName || t("mobile.conflict.someone");
  return (
    <>
      <EmptyState
        icon="trash-2"
        action={
          <>
            <p class="ui-small">{t("mobile.conflict.by", { name, moment: formatDateTime(new Date(at)) })}</p>
            <Button icon="history" onPress={() => setLooking(true)}>
              {t("mobile.keep.history")}
            </Button>
          </>
        }
      >
        {t("mobile.detail.deleted", { name: titleOf(lens, record, reading) })}
      </EmptyState>
      {looking && (
        <Late
          load={() =>
            worded(import("../history/history-sheet"), HISTORY_TEXTS).then(({ HistorySheet }) => HistorySheet)
          }
          props={{ record, onClose: () => setLooking(false) }}
        />
      )}
    </>
  );
}

function asItWas(entity: string, id: string, { version, old }: HistoryEntry): LocalRecord {
  return { entity, id, version, values: old, state: "deleted", progress: "none", partial: false };
}
