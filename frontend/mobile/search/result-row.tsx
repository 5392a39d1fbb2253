/**
 * One record that was found: its title, and where the words stand that are not in it.
 */
import type { Lens } from "../../blocks/lens";
import { RecordState } from "../../blocks/record/record-state";
import { listed, titleOf, valueAt } from "../../blocks/record-values";
import type { LocalRecord } from "../../local/record";
import { foundIn } from "../../local/search-reasons";
import { emphasised } from "../../local/search-snippet";
import { beside } from "../../shared/beside";
import { t } from "../../shared/messages";
import { ListRow } from "../../ui/list-row";
import type { Reading } from "../../values/types";
import { useApp } from "../app-context";
import type { Kind } from "./kinds";
import { Marked } from "./marked";

interface ResultRowProps {
  readonly kind: Kind;
  readonly record: LocalRecord;
  readonly words: readonly string[];
  readonly lens: Lens;
  readonly reading: Reading;
}

export function ResultRow({ kind, record, words, lens, reading }: ResultRowProps) {
  const { records } = useApp().core.replica;
  const moving = record.progress !== "none" || record.state !== "clean";
  const reasons = foundIn(kind.entity, record, words, reading);
  const about = () => {
    const values = (kind.list?.subtitle ?? []).map((path) => valueAt(lens, records, record, path));
    const texts = values.flatMap((found) => (found && listed(found, records, reading)) || []);
    return beside(texts);
  };
  const note =
    reasons.length > 0 ? (
      <span class="search-reasons">
        {reasons.map(({ field, parts }) => (
          <span key={field.id}>
            {lens.text(field.label)}:{" "}
            <span dir="auto">
              <Marked parts={parts} />
            </span>
          </span>
        ))}
      </span>
    ) : (
      about() || undefined
    );
  return (
    <ListRow
      href={kind.open?.(record.id)}
      title={
        <span dir="auto">
          <Marked parts={emphasised(titleOf(lens, record, reading), words)} />
        </span>
      }
      note={
        kind.open ? (
          note
        ) : (
          <>
            {note}
            <span class="search-nowhere">{t("mobile.search.no_page")}</span>
          </>
        )
      }
      state={moving ? <RecordState record={record} short /> : undefined}
    />
  );
}
