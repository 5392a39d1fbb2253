/**
 * What was typed into a record that its writer may not see any more: to be copied, or thrown away.
 */
import type { LeftValues } from "../../local/left-values";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { StateMark } from "../../ui/state";
import { useApp } from "../app-context";
import { CopyTyped } from "../keeping/copy-typed";
import { typedInChange } from "../keeping/typed-text";
import { useReading } from "../reading";
import { shortMoment } from "../sync-view/state-pill";
import type { Drafts } from "./drafts";

interface LeftItemProps {
  readonly left: LeftValues;
  readonly drafts: Drafts;
}

export function LeftItem({ left, drafts }: LeftItemProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  if (!lens) return null;
  const typed = typedInChange(left.entity, left.values, lens, reading);
  const entity = lens.text(lens.entity(left.entity)?.label) || t("mobile.draft.some_record");
  return (
    <li class="app-change">
      <div class="app-change-top">
        <span class="app-change-title" dir="auto">
          {entity}
        </span>
        <time class="ui-quiet ui-small" dateTime={left.at}>
          {shortMoment(left.at, app.ports.clock.now())}
        </time>
      </div>
      <p class="app-change-reason">{t("mobile.draft.left")}</p>
      <p class="app-draft-typed" dir="auto">
        {typed}
      </p>
      <div class="app-change-end">
        <StateMark state="offline" icon="lock" word={t("mobile.draft.left_state")} />
        <span class="app-change-steps">
          <Button onPress={() => void app.savings.attempt(() => drafts.discardLeft(left))}>
            {t("mobile.outbox.discard")}
          </Button>
          <CopyTyped text={() => typed} />
        </span>
      </div>
    </li>
  );
}
