/**
 * What a picker offers beside the records: drafts of some, a new one, and words that are matched later. Nothing of it
 * moves the search under the finger: drafts stand above it whatever is typed, the rest at the lower end.
 */
import { useContext, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { SectionHeader } from "../../ui/section-header";
import { StateMark } from "../../ui/state";
import { LookupAroundContext } from "./lookup-around";

interface LookupDraftsProps {
  readonly entity: string;
  readonly onPick: (record: string) => void;
}

export function LookupDrafts({ entity, onPick }: LookupDraftsProps) {
  const drafts = useContext(LookupAroundContext).drafted(entity);
  if (drafts.length === 0) return null;
  return (
    <div class="block-picker-drafts">
      <SectionHeader id="pick-drafts" title={t("mobile.form.match.drafts")} />
      <List labelledBy="pick-drafts">
        {drafts.map(({ id, title }) => (
          <ListRow
            key={id}
            title={title}
            figure={<StateMark state="waiting" icon="pencil" word={t("mobile.draft.state")} />}
            onSelect={() => onPick(id)}
          />
        ))}
      </List>
    </div>
  );
}

interface LookupFootProps extends LookupDraftsProps {
  /** What is searched for. */
  readonly words: string;
  /** Keep the words instead; missing where a record is needed at once. */
  readonly onLater?: ((words: string) => void) | undefined;
}

export function LookupFoot({ entity, words, onPick, onLater }: LookupFootProps) {
  const around = useContext(LookupAroundContext);
  const offer = around.newRecord(entity);
  const asOf = around.asOf();
  const [making, setMaking] = useState(false);
  const typed = words.trim();
  return (
    <>
      <div class="block-picker-more">
        {offer && (
          <Button icon="plus" onPress={() => setMaking(true)}>
            {t("mobile.form.match.new", { action: offer.label })}
          </Button>
        )}
        {onLater && typed && (
          <Button icon="clock" onPress={() => onLater(typed)}>
            {t("mobile.form.match.later", { words: typed })}
          </Button>
        )}
      </div>
      {asOf && <p class="app-note ui-quiet ui-small">{t("mobile.form.match.as_of", { moment: asOf })}</p>}
      {offer && making && <offer.Form words={typed} onMade={onPick} onClose={() => setMaking(false)} />}
    </>
  );
}
