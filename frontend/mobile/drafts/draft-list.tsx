/**
 * The drafts on this phone, a group of the outbox: what each is, when it was left, what is missing.
 */
import { titleOf } from "../../blocks/record-values";
import type { FormDraft } from "../../local/form-drafts";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { StateMark } from "../../ui/state";
import { useApp } from "../app-context";
import { useReading } from "../reading";
import { pathOf } from "../routes";
import { shortMoment } from "../sync-view/state-pill";
import { formOf, lacking, namesOf } from "./draft-words";
import type { Drafts } from "./drafts";
import { LeftItem } from "./left-item";
import { useDrafts } from "./use-drafts";

export function DraftList() {
  const drafts = useDrafts();
  if (!drafts || drafts.count === 0) return null;
  return (
    <section aria-labelledby="outbox-drafts">
      <SectionHeader id="outbox-drafts" title={t("mobile.draft.list")} count={formatNumber(drafts.count)} />
      <ul class="app-changes">
        {drafts.all.value.map((draft) => (
          <DraftItem key={draft.id} draft={draft} drafts={drafts} />
        ))}
        {drafts.left.value.map((left) => (
          <LeftItem key={left.id} left={left} drafts={drafts} />
        ))}
      </ul>
    </section>
  );
}

interface DraftItemProps {
  readonly draft: FormDraft;
  readonly drafts: Drafts;
}

function DraftItem({ draft, drafts }: DraftItemProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const names = namesOf(draft, lens);
  const missing = lacking(draft, reading);
  const title = recordTitle();
  const discard = () =>
    app.savings.attempt(async () => {
      const pictures = await drafts.pictures(draft);
      await drafts.discard(draft);
      const back = () => void app.savings.attempt(() => drafts.keep(draft, pictures));
      app.toasts.show(t("mobile.draft.discarded"), { label: t("ui.undo"), run: back });
    });
  return (
    <li class="app-change">
      <div class="app-change-top">
        <span class="app-change-title" dir="auto">
          {title ? `${title} · ${names.action}` : names.action}
        </span>
        <time class="ui-quiet ui-small" dateTime={draft.at}>
          {shortMoment(draft.at, app.ports.clock.now())}
        </time>
      </div>
      <div class="app-change-end">
        <span class="app-change-state">
          <StateMark state="waiting" icon="pencil" word={t("mobile.draft.state")} />
          {missing > 0 && <span class="ui-quiet">{t("mobile.draft.lacking", { count: missing })}</span>}
        </span>
        <span class="app-change-steps">
          <Button onPress={() => void discard()}>{t("mobile.outbox.discard")}</Button>
          <Button kind="primary" href={pathOf({ kind: "draft", draft: draft.id })}>
            {t("mobile.draft.go_on")}
          </Button>
        </span>
      </div>
    </li>
  );

  /** The record that is edited, or a new one as far as its title is typed. */
  function recordTitle(): string {
    if (!lens) return "";
    const { entity, kind } = draft.action;
    const known = app.core.replica.records.get(entity, draft.record);
    if (kind === "edit") return known ? titleOf(lens, known, reading) : "";
    const form = formOf(draft, reading);
    const field = lens.entity(entity)?.title;
    const typed = field ? form.typed.peek().inputs[field] : "";
    return typeof typed === "string" ? typed : "";
  }
}
