/**
 * How this person reads: in which language and region values are written, how records are named, what day it is.
 *
 * Apart from the open app, so that the first page is drawn without the field types.
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Asker } from "../expressions/evaluate";
import { localDay } from "../expressions/periods";
import { namingReading } from "../local/labels";
import { locale } from "../shared/formats";
import { language, t } from "../shared/messages";
import { current } from "../ui/live";
import type { Reading } from "../values/types";
import { useApp } from "./app-context";
import type { OpenApp } from "./open-app";

// Each by itself: when a page brings words of its own these are still the same, and so nothing is read anew.
const yes = computed(() => t("field.yes"));
const no = computed(() => t("field.no"));
const elsewhere = computed(() => t("mobile.record.elsewhere"));

export function useReading(): Reading {
  return current(readingOf(useApp()));
}

/** Whom filters ask for, and on which day. */
export function useAsker(): Asker {
  return current(askerOf(useApp()));
}

export function readingOf({ memory, core: { replica } }: OpenApp): ReadonlySignal<Reading> {
  return memory.keep("reading", () =>
    computed(() => {
      const plain: Reading = {
        locale: locale.value,
        language: language.value,
        words: { yes: yes.value, no: no.value, elsewhere: elsewhere.value },
      };
      const metadata = replica.metadata.value;
      return metadata ? namingReading(metadata.model, replica.records, plain) : plain;
    }),
  );
}

export function askerOf({
  memory,
  core: { replica },
  person: { person },
  ports: { clock },
}: OpenApp): ReadonlySignal<Asker> {
  return memory.keep("asker", () => {
    const day = computed(() => {
      replica.checkpoint.value; // another day may have begun since the last exchange
      const { timeZone } = replica;
      return `${localDay(clock.now(), timeZone)} ${timeZone}`;
    });
    return computed<Asker>(() => {
      const [today = "", timeZone = "UTC"] = day.value.split(" ");
      const circle = replica.standing.value?.circle;
      if (!circle) return { person, today, timeZone };
      const { teams, reports, reportTeams, unit, language } = circle;
      return { person, today, timeZone, teams, reports, reportTeams, unit, language };
    });
  });
}
