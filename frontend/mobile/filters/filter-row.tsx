/**
 * One filter in the list: its name, what it says, how many records it brings, and what can be done with it.
 */
import { useId } from "preact/hooks";
import { sentenceOf } from "../../expressions/sentences";
import type { Tree } from "../../expressions/tree";
import { problemText } from "../../fields/problem-text";
import type { FilterDraft } from "../../local/filter-drafts";
import type { PersonalFilter } from "../../protocol";
import { formatAge } from "../../shared/formats";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { Menu } from "../../ui/menu";
import { StateMark } from "../../ui/state";
import { useApp } from "../app-context";
import { pathOf } from "../routes";
import { Brings } from "./brings";
import { aboutOf, useWording } from "./wording";

interface Deeds {
  readonly turn: (active: boolean) => void;
  readonly copy: () => void;
  readonly remove: () => void;
}

interface FilterRowProps {
  readonly filter: PersonalFilter;
  /** The office does not answer: nothing can be changed now. */
  readonly away: boolean;
  readonly busy: boolean;
  /** None for a filter of the organisation's. */
  readonly deeds?: Deeds;
}

export function FilterRow({ filter, away, busy, deeds }: FilterRowProps) {
  const app = useApp();
  const lens = current(app.lens);
  const wording = useWording();
  const id = useId();
  if (!lens) return null;
  const condition = filter.condition as unknown as Tree;
  const entity = lens.entity(filter.entity);
  const label = lens.text(filter.label);
  const sentence = sentenceOf(condition, aboutOf(lens, filter.entity), wording);
  // A filter that was never named is called by its sentence: saying that once is enough.
  const named = !sentence.startsWith(label.replace(/…$/, ""));
  const words = (
    <>
      <span class="app-filter-name" id={id}>
        {!deeds && <Icon name="lock" label={t("filter.page.locked")} />}
        <span dir="auto">{named ? label : sentence}</span>
      </span>
      {named && <span class="app-filter-sentence">{sentence}</span>}
    </>
  );
  return (
    <div class={`app-filter${filter.active ? "" : " app-filter-off"}`}>
      {deeds ? (
        <a class="app-filter-words" href={pathOf({ kind: "filter", filter: filter.id })}>
          {words}
        </a>
      ) : (
        <div class="app-filter-words">{words}</div>
      )}
      <p class="app-filter-brings">
        <span>{lens.text(entity?.plural)}</span>
        {" · "}
        {filter.problems.length === 0 && <Brings entity={filter.entity} condition={condition} away={away} />}
      </p>
      {filter.problems.map((problem) => (
        <p key={`${problem.code} ${problem.field}`} class="ui-field-error">
          <Icon name="triangle-alert" />
          <span>{problemText(problem)}</span>
        </p>
      ))}
      {deeds && (
        <div class="app-filter-deeds">
          <input
            class="app-filter-switch"
            type="checkbox"
            role="switch"
            aria-labelledby={id}
            checked={filter.active}
            aria-checked={filter.active}
            disabled={away || busy}
            onChange={(event) => {
              const wanted = event.currentTarget.checked;
              // It shows what the office has; the answer turns it.
              event.currentTarget.checked = filter.active;
              deeds.turn(wanted);
            }}
          />
          <Menu
            label={t("filter.page.deeds", { label })}
            items={[
              {
                id: "edit",
                label: t("filter.page.edit"),
                icon: "pencil",
                onSelect: () => app.go({ kind: "filter", filter: filter.id }),
              },
              {
                id: "copy",
                label: t("filter.page.copy"),
                icon: "copy",
                ...(away && { reason: t("filter.page.needs_office") }),
                onSelect: deeds.copy,
              },
              {
                id: "remove",
                label: t("filter.page.remove"),
                icon: "trash-2",
                danger: !away,
                ...(away && { reason: t("filter.page.needs_office") }),
                onSelect: deeds.remove,
              },
            ]}
          />
        </div>
      )}
    </div>
  );
}

interface DraftRowProps {
  readonly draft: FilterDraft;
  /** The filter that it changes; null: it is gone; absent where it changes none, or nobody can tell. */
  readonly original?: PersonalFilter | null | undefined;
  readonly onDiscard: () => void;
}

/** A filter that is not saved at the office yet. */
export function DraftRow({ draft, original, onDiscard }: DraftRowProps) {
  const app = useApp();
  const lens = current(app.lens);
  const wording = useWording();
  if (!lens) return null;
  const label = lens.text(draft.label) || t("filter.page.unnamed");
  const age = formatAge(new Date(draft.at), app.ports.clock.now());
  return (
    <div class="app-filter">
      <a class="app-filter-words" href={pathOf({ kind: "filter", filter: draft.id })}>
        <span class="app-filter-name">
          <span dir="auto">{label}</span>
        </span>
        <span class="app-filter-sentence">
          {draft.condition
            ? sentenceOf(draft.condition, aboutOf(lens, draft.entity), wording)
            : t("filter.page.begun")}
        </span>
      </a>
      {original && (
        <p class="app-filter-brings">
          {t("filter.page.edit_of", { label: shortened(lens.text(original.label)) })}
        </p>
      )}
      {original === null && (
        <p class="ui-field-error">
          <Icon name="triangle-alert" />
          <span>{t("filter.page.original_gone")}</span>
        </p>
      )}
      <p class="app-filter-brings">
        <StateMark state="waiting" icon="smartphone" word={t("filter.page.draft_state", { age })} />
      </p>
      <div class="app-filter-deeds">
        <IconButton icon="x" label={t("filter.page.discard", { label })} onPress={onDiscard} />
      </div>
    </div>
  );
}
