/**
 * What of the news the user was not told yet: pure, and needed only once there is something to tell.
 */
import { joined, type News, type NewsByEntity } from "./news";

/** Return what is new since an instant at which the user was told, "" for never; null if nothing is. */
export function newsSince(news: News, told: string): NewsByEntity | null {
  const untold = (news.pulls ?? [news]).filter(({ at }) => at > told);
  return untold.length === 0 ? null : untold.map(({ entities }) => entities).reduce(joined);
}
