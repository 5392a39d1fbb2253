/**
 * The quiet notice after records came or went: one at a time, over the page and never in it, read on a tap.
 *
 * It tells what is new since the notice before. All that the user has not seen stays listed under Device status.
 */
import type { Wording } from "../../expressions/phrases";
import { newsSince } from "../../local/untold-news";
import { FILTER_TEXTS } from "../../shared/filter-messages";
import { same } from "../../shared/json";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { t } from "../../shared/messages";
import type { OpenApp } from "../open-app";
import { readingOf } from "../reading";
import { worded } from "../words";
import { FETCHING } from "./fetching";
import { newsInShort } from "./news-words";

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
  if (!news || !lens) return;
  const told = device.setting(TOLD) ?? "";
  const fresh = newsSince(news, told);
  if (!fresh) return;
  const gone = Object.values(fresh).some(({ left, lost }) => left + lost > 0);
  if (!gone && fetching) {
    const all = newsSince(news, "");
    device.keepSetting(TOLD, news.at);
    if (all && same(all, fresh)) await app.savings.attempt(() => app.core.replica.newsSeen());
    return;
  }
  const wording: Wording = { say: t, reading: readingOf(app).peek() };
  const sentences = newsInShort(fresh, lens, wording);
  if (sentences.length === 0) return;
  device.keepSetting(TOLD, news.at);
  const rest = sentences.length - MOST;
  const words = [
    ...sentences.slice(0, MOST),
    ...(rest > 0 ? [t("mobile.news.more", { count: rest })] : []),
  ].join(" ");
  // One notice at a time: what the one before said is listed.
  const before = app.memory.recall<number>(SHOWN);
  if (before !== undefined) app.toasts.dismiss(before);
  const look = () => app.go({ kind: "status" });
  app.memory.note(SHOWN, app.toasts.show(words, { label: t("mobile.news.look"), run: look }, SECONDS));
}
