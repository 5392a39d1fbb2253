/**
 * What a screen reader hears of an answer: how much was found, once the typing pauses.
 */
import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { useApp } from "../app-context";
import type { Answer, Finder } from "./finder";

/** Milliseconds; each keystroke is spoken too. */
const PAUSE = 700;

export function Spoken({ finder }: { readonly finder: Finder }) {
  const { clock } = useApp().ports;
  const [words, setWords] = useState("");
  useEffect(() => {
    let forget = () => {};
    const stop = effect(() => {
      const answer = finder.answer.value;
      const whole = !finder.busy.value;
      forget();
      forget = clock.after(PAUSE, () => setWords(answer && whole ? spoken(answer) : ""));
    });
    return () => {
      stop();
      forget();
    };
  }, [finder, clock]);
  return (
    <p class="ui-hidden" role="status">
      {words}
    </p>
  );
}

function spoken({ words, typed, total, groups }: Answer): string {
  if (words.length === 0) return "";
  if (total === 0) return t("mobile.list.nothing_found", { typed: shortened(typed.trim()) });
  return t("mobile.search.found", { count: total, kinds: groups.length });
}
