/**
 * A row of a record that is at the office only, and says so. It is opened, and nothing else is done with it.
 */
import { RecordRow } from "../../blocks/list/record-row";
import type { LocalRecord } from "../../local/record";
import type { ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { StateMark } from "../../ui/state";

interface OfficeRowProps {
  readonly block: ListBlock;
  readonly record: LocalRecord;
}

export function OfficeRow({ block, record }: OfficeRowProps) {
  const mark = <StateMark state="offline" icon="cloud" word={t("mobile.away.at_office")} />;
  return <RecordRow block={{ ...block, swipe: [] }} record={record} mark={mark} />;
}
