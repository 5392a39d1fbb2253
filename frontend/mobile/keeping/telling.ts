/**
 * The quiet notice after records came or went: one at a time, over the page and never in it, read on a tap.
 *
 * What it says stays listed under Device status until the user has seen it there.
 */
import type { Wording } from "../../expressions/phrases";
import { FILTER_TEXTS } from "../../shared/filter-messages";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { t } from "../../shared/messages";
import type { OpenApp } from "../open-app";
import { readingOf } from "../reading";
import { worded } from "../words";
import { FETCHING } from "./fetching";
import { newsWords } from "./news-words";

/** Sentences that fit a notice; the rest is counted. */
const MOST = 2;
const SECONDS = 12;
const TOLD = "news-told";
const SHOWN = "news/shown";

export async function tellNews(app: OpenApp): Promise<void> {
  const fetching = app.memory.recall(FETCHING) === true;
  await worded(Promise.resolve(), FILTER_TEXTS, KEEPING_TEXTS);
  const news = app.core.replica.news.peek();
  const lens = app.lens.peek();
  const { device } = app.ports;
  if (!news || !lens || device.setting(TOLD) === news.at) return;
  const gone = Object.values(news.entities).some(({ left, lost }) => left + lost > 0);
  if (!gone && fetching) {
    await app.savings.attempt(() => app.core.replica.newsSeen());
    return;
  }
  const wording: Wording = { say: t, reading: readingOf(app).peek() };
  const sentences = newsWords(news.entities, lens, wording);
  if (sentences.length === 0) return;
  device.keepSetting(TOLD, news.at);
  const rest = sentences.length - MOST;
  const words = [
    ...sentences.slice(0, MOST),
    ...(rest > 0 ? [t("mobile.news.more", { count: rest })] : []),
  ].join(" ");
  // What was said before is part of what is said now.
  const before = app.memory.recall<number>(SHOWN);
  if (before !== undefined) app.toasts.dismiss(before);
  const look = () => app.go({ kind: "status" });
  app.memory.note(SHOWN, app.toasts.show(words, { label: t("mobile.news.look"), run: look }, SECONDS));
}
