/**
 * Records by day: a week of days to choose from, and the records of the chosen one.
 */
import { useCallback, useMemo, useState } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import { isUnderstood } from "../../metadata/understanding";
import type { CalendarBlock as CalendarDocument } from "../../protocol";
import { formatDay, formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { SectionHeader } from "../../ui/section-header";
import { SkeletonRows } from "../../ui/skeleton";
import { compare } from "../../values/registry";
import { useBlocks } from "../context";
import { BasedHere } from "../figures/based-here";
import type { Group } from "../figures/gathered";
import { questionOf } from "../figures/question";
import { useGathered } from "../figures/use-gathered";
import { plainList } from "../list/plain-list";
import { RecordRow } from "../list/record-row";
import { TooNew } from "../list/too-new";
import { valueIn } from "../record-values";
import { DayStrip } from "./day-strip";
import { nearest } from "./days";
import "./calendar.css";

interface CalendarBlockProps {
  readonly block: CalendarDocument;
  readonly record?: LocalRecord | undefined;
}

export function CalendarBlock({ block, record }: CalendarBlockProps) {
  const { lens, node } = useBlocks();
  const heading = `calendar-${block.id}`;
  const label = lens.text(block.label);
  return (
    <section
      class="block-calendar"
      aria-labelledby={label ? heading : undefined}
      data-node={`${node}/blocks/${block.id}`}
    >
      <SectionHeader id={heading} title={label || lens.text(lens.entity(block.entity)?.plural)} />
      {isUnderstood(block.condition) ? (
        <Days block={block} record={record?.id} labelledBy={heading} />
      ) : (
        <TooNew />
      )}
    </section>
  );
}

interface DaysProps {
  readonly block: CalendarDocument;
  readonly record: string | undefined;
  readonly labelledBy: string;
}

function Days({ block, record, labelledBy }: DaysProps) {
  const { asker, lens, reading } = useBlocks();
  const question = useMemo(
    () => questionOf(block, record, [{ path: block.date, period: "day" }], []),
    [block, record],
  );
  const title = lens.field(block.entity, block.title) ?? lens.titleField(block.entity);
  const order = useCallback(
    (a: LocalRecord, b: LocalRecord) => {
      const moments = [a, b].map(({ values }) => String(values[block.date] ?? ""));
      const [one = "", other = ""] = moments;
      if (one !== other) return one < other ? -1 : 1;
      const named = title ? compare(valueIn(a, title), valueIn(b, title), title, reading) : 0;
      return named || (a.id < b.id ? -1 : 1);
    },
    [block, title, reading],
  );
  const gathered = useGathered(question, order);
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = gathered?.groups;
  const days = useMemo(() => daysOf(groups ?? []), [groups]);
  const day = chosen ?? asker.today;
  return (
    <>
      <DayStrip
        day={day}
        today={asker.today}
        countOf={(one) => days.get(one)?.count ?? 0}
        days={days}
        label={labelledBy}
        onChoose={setChosen}
      />
      {gathered ? (
        <OneDay
          key={day}
          block={block}
          day={day}
          group={days.get(day)}
          other={nearest(days.keys(), day)}
          onChoose={setChosen}
        />
      ) : (
        <SkeletonRows count={3} />
      )}
      {gathered && (
        <p class="block-calendar-based ui-quiet ui-small">
          <BasedHere entity={block.entity} count={gathered.count} />
        </p>
      )}
    </>
  );
}

function daysOf(groups: readonly Group[]): ReadonlyMap<string, Group> {
  return new Map(groups.flatMap((group) => (typeof group.key === "string" ? [[group.key, group]] : [])));
}

const AT_FIRST = 50;

interface OneDayProps {
  readonly block: CalendarDocument;
  readonly day: string;
  readonly group: Group | undefined;
  /** Another day that has records. */
  readonly other: string | undefined;
  readonly onChoose: (day: string) => void;
}

function OneDay({ block, day, group, other, onChoose }: OneDayProps) {
  const { lens, reading, asker, unknown } = useBlocks();
  const [most, setMost] = useState(AT_FIRST);
  const timed = lens.field(block.entity, block.date)?.type === "date_time";
  const { id, entity, title, subtitle, badge, detail } = block;
  const list = useMemo(() => plainList({ id, entity, title, subtitle, badge, detail }), [block]);
  const heading = `calendar-${block.id}-day`;
  const rows = group?.rows ?? [];
  const time = new Intl.DateTimeFormat(reading.locale, { timeStyle: "short", timeZone: asker.timeZone });
  return (
    <div class="block-calendar-day">
      <p id={heading} class="block-calendar-title">
        {formatDay(day, "long")}
        {rows.length > 0 && (
          <span class="ui-quiet">
            {" · "}
            {formatNumber(rows.length)}
          </span>
        )}
      </p>
      {rows.length > 0 ? (
        <List labelledBy={heading}>
          {rows.slice(0, most).map((record) => (
            <div key={record.id} class={timed ? "block-calendar-timed" : undefined}>
              {timed && (
                <time class="block-calendar-time" dateTime={String(record.values[block.date])}>
                  {time.format(new Date(String(record.values[block.date])))}
                </time>
              )}
              <RecordRow block={list} record={record} />
            </div>
          ))}
        </List>
      ) : (
        <div class="block-calendar-empty">
          <p class="ui-quiet">
            {unknown?.(block.entity)?.why ?? (lens.text(block.empty) || t("mobile.block.calendar.empty"))}
          </p>
          {other && (
            <Button icon="calendar" onPress={() => onChoose(other)}>
              {t("mobile.block.calendar.nearest", { day: formatDay(other) })}
            </Button>
          )}
        </div>
      )}
      {rows.length > most && (
        <div class="block-more">
          <Button onPress={() => setMost(most + AT_FIRST)}>
            {t("mobile.list.more", { count: rows.length - most })}
          </Button>
        </div>
      )}
    </div>
  );
}
