/**
 * What goes on beside the pages as long as a person's app is open. Loaded after the first page is drawn.
 */
import { followDrafts } from "./drafts/following";
import type { OpenApp } from "./open-app";
import { followReminders } from "./reminders/following";

/** Begin; the function that is returned ends it. */
export function follow(app: OpenApp): () => void {
  const stops = [followDrafts(app), followReminders(app)];
  return () => {
    for (const stop of stops) stop();
  };
}
