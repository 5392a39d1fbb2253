/**
 * The time that runs since a moment of the record, or ran until another; each second while somebody can see it.
 *
 * A screen reader finds it in words, to the minute, and is not told of each second.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import type { TimerBlock as TimerDocument } from "../../protocol";
import { formatDateTime, formatDay, formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { SectionHeader } from "../../ui/section-header";
import { useBlocks } from "../context";
import { elapsedOf, elapsedWords, momentOf } from "./elapsed";
import "./timer.css";

interface TimerBlockProps {
  readonly block: TimerDocument;
  readonly record?: LocalRecord | undefined;
}

export function TimerBlock({ block, record }: TimerBlockProps) {
  const { lens, node, asker } = useBlocks();
  const element = useRef<HTMLElement>(null);
  const since = momentOf(record?.values[block.since], asker.timeZone);
  const until = block.until ? momentOf(record?.values[block.until], asker.timeZone) : null;
  const now = useSeconds(element, since !== null && until === null);
  if (!record) return null;
  const heading = `timer-${block.id}`;
  const label = lens.text(block.label);
  return (
    <section
      ref={element}
      class="block-timer"
      aria-labelledby={label ? heading : undefined}
      data-node={`${node}/blocks/${block.id}`}
    >
      <SectionHeader id={heading} title={label || lens.text(lens.field(record.entity, block.since)?.label)} />
      {since === null ? (
        <p class="block-timer-words ui-quiet">{t("mobile.block.timer.not_begun")}</p>
      ) : (
        <Time
          since={since}
          begun={begunText(String(record.values[block.since]))}
          end={until ?? now}
          running={until === null}
        />
      )}
    </section>
  );
}

interface TimeProps {
  readonly since: number;
  /** The same in words. */
  readonly begun: string;
  readonly end: number;
  readonly running: boolean;
}

/** As the field itself shows it. */
function begunText(value: string): string {
  return value.length === 10 ? formatDay(value) : formatDateTime(new Date(value));
}

function Time({ since, begun, end, running }: TimeProps) {
  const ahead = running && since > end;
  const length = ahead ? since - end : Math.max(0, end - since);
  const { days, clock } = elapsedOf(length);
  const words = ahead
    ? "mobile.block.timer.ahead"
    : running
      ? "mobile.block.timer.running"
      : "mobile.block.timer.ended";
  return (
    <>
      <p class="block-timer-clock" aria-hidden="true">
        <Icon name={running ? "clock" : "circle-check"} />
        <span>
          {days > 0 && <span class="block-timer-days">{formatNumber(days, DAYS)} </span>}
          {clock}
        </span>
      </p>
      <p class="block-timer-words ui-quiet ui-small">
        {t(words, { moment: begun })}
        <span class="ui-hidden">{` ${elapsedWords(length)}`}</span>
      </p>
    </>
  );
}

const DAYS = { style: "unit", unit: "day", unitDisplay: "short" } as const;

/** The moment, each second anew while the element is on the screen. */
function useSeconds(element: { readonly current: Element | null }, runs: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!runs) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let inView = typeof IntersectionObserver === "undefined";
    const follow = () => {
      clearTimeout(timer);
      if (!inView || document.visibilityState === "hidden") return;
      const moment = Date.now();
      setNow(moment);
      timer = setTimeout(follow, 1000 - (moment % 1000));
    };
    const seen = inView
      ? null
      : new IntersectionObserver((entries) => {
          inView = entries.at(-1)?.isIntersecting ?? false;
          follow();
        });
    if (element.current) seen?.observe(element.current);
    document.addEventListener("visibilitychange", follow);
    follow();
    return () => {
      clearTimeout(timer);
      seen?.disconnect();
      document.removeEventListener("visibilitychange", follow);
    };
  }, [runs]);
  return now;
}
