/**
 * The drafts on this phone, a group of the outbox: how far each is, and all that are ready sent at once.
 */
import { useState } from "preact/hooks";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { useAsker, useReading } from "../reading";
import { DraftItem } from "./draft-item";
import { draftTitle, heldWords, namesOf } from "./draft-words";
import type { Drafts } from "./drafts";
import { LeftItem } from "./left-item";
import { type Outlook, outlooks } from "./outlook";
import { sendReady, withParents } from "./sending";
import { useDrafts } from "./use-drafts";

const NONE: ReadonlySet<string> = new Set();

export function DraftList() {
  const drafts = useDrafts();
  const lens = current(useApp().lens);
  if (!drafts || !lens || drafts.count === 0) return null;
  return <Listed drafts={drafts} />;
}

function Listed({ drafts }: { readonly drafts: Drafts }) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const asker = useAsker();
  const [failed, setFailed] = useState(NONE);
  const [busy, setBusy] = useState(false);
  const { records } = app.core.replica;
  if (!lens) return null;
  const grounds = { lens, records, asker, reading, away: (draft: Outlook["draft"]) => drafts.away(draft) };
  const all = outlooks(drafts.all.value, grounds);
  const found = new Map(all.map((one) => [one.draft.id, one]));
  const ready = all.filter(({ hindrance }) => hindrance === null);

  function titled({ draft, form }: Outlook): string {
    const { action } = namesOf(draft, lens);
    const title = draftTitle(draft, form, grounds);
    return title ? `${title} · ${action}` : action;
  }

  const titleById = (id: string) => {
    const one = found.get(id);
    return one ? titled(one) : "";
  };

  async function send(some: readonly Outlook[]): Promise<void> {
    setBusy(true);
    const outcome = await sendReady(app, drafts, some);
    setBusy(false);
    setFailed(outcome.failed);
    const stay = drafts.all.peek().length;
    const key = stay > 0 ? "mobile.draft.sent_but" : "mobile.draft.sent_some";
    if (outcome.sent > 0) app.toasts.show(t(key, { count: outcome.sent, stay }));
  }

  /** With those that it names, which are ready as well. */
  const sendOne = (id: string) => send(withParents(all, ({ draft }) => draft.id === id));

  const action = ready.length > 0 && (
    <Button kind="primary" disabled={busy} onPress={() => void send(all)}>
      {t("mobile.draft.send_ready", { count: ready.length })}
    </Button>
  );
  return (
    <section aria-labelledby="outbox-drafts">
      <SectionHeader
        id="outbox-drafts"
        title={t("mobile.draft.list")}
        count={formatNumber(drafts.count)}
        action={action}
      />
      <ul class="app-changes">
        {drafts.all.value.map(({ id }) => {
          const one = found.get(id);
          if (!one) return null;
          const held = failed.has(id) ? t("mobile.draft.held.failed") : heldWords(one, titleById);
          const { entity } = namesOf(one.draft, lens);
          const common = { outlook: one, title: titled(one), entity, held, drafts };
          return <DraftItem key={id} {...common} onSend={() => void sendOne(id)} />;
        })}
        {drafts.left.value.map((left) => (
          <LeftItem key={left.id} left={left} drafts={drafts} />
        ))}
      </ul>
    </section>
  );
}
