/**
 * A draft in the list: what it is, of which kind and how old, how far it is, what is missing, and the next step.
 */
import { formatAge, formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { StateMark } from "../../ui/state";
import { useApp } from "../app-context";
import { pathOf } from "../routes";
import type { Drafts } from "./drafts";
import type { Outlook } from "./outlook";

interface DraftItemProps {
  readonly outlook: Outlook;
  readonly title: string;
  /** What its record is. */
  readonly entity: string;
  /** Why it stays; null: it is ready. */
  readonly held: string | null;
  readonly drafts: Drafts;
  readonly onSend: () => void;
}

export function DraftItem({ outlook, title, entity, held, drafts, onSend }: DraftItemProps) {
  const app = useApp();
  const { draft, filled, of, hindrance } = outlook;
  const where = t(drafts.isCopied(draft) ? "mobile.draft.here_and_office" : "mobile.draft.only_here");
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
          {title}
        </span>
        <time class="ui-quiet ui-small" dateTime={draft.at} title={formatDateTime(new Date(draft.at))}>
          {formatAge(new Date(draft.at), app.ports.clock.now())}
        </time>
      </div>
      <p class="app-change-reason" dir="auto">
        {[draft.elsewhere && t("mobile.draft.from_other"), held ?? t("mobile.draft.ready")]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p class="app-change-reason">
        {[entity, t("mobile.draft.progress", { filled, of }), where].join(" · ")}
      </p>
      <div class="app-change-end">
        <span class="app-change-state">
          <StateMark state="waiting" icon="pencil" word={t("mobile.draft.state")} />
        </span>
        <span class="app-change-steps">
          <Button onPress={() => void discard()}>{t("mobile.outbox.discard")}</Button>
          <Button {...(hindrance && { kind: "primary" })} href={pathOf({ kind: "draft", draft: draft.id })}>
            {t("mobile.draft.go_on")}
          </Button>
          {!hindrance && (
            <Button kind="primary" onPress={onSend}>
              {t("mobile.draft.send")}
            </Button>
          )}
        </span>
      </div>
    </li>
  );
}
