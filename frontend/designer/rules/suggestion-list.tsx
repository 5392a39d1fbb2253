/**
 * The list under a formula: what can stand at the caret, with what it is.
 */
import { useEffect, useRef } from "preact/hooks";
import type { Suggestion } from "../../expressions/formula/completion";
import type { FormulaModel } from "../../expressions/formula/names";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import type { IconName } from "../../ui/icon-names";
import { FIELD_ICONS, typeWords } from "../field-looks";

interface SuggestionListProps {
  readonly id: string;
  readonly offered: readonly Suggestion[];
  readonly active: number;
  readonly model: FormulaModel;
  readonly onTake: (one: Suggestion) => void;
}

export function suggestionId(list: string, at: number): string {
  return `${list}-${at}`;
}

export function SuggestionList({ id, offered, active, model, onTake }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest" });
  });
  return (
    <div
      ref={list}
      id={id}
      class="d-suggestions"
      role="listbox"
      tabIndex={0}
      aria-label={t("designer.rule.suggested")}
      hidden={offered.length === 0}
    >
      {offered.map((one, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text, where the focus stays
        // biome-ignore lint/a11y/useFocusableInteractive: the text says which one is active
        <div
          key={`${one.kind} ${one.text}`}
          id={suggestionId(id, at)}
          class="d-suggestion"
          role="option"
          aria-selected={at === active}
          // The text would lose the focus before the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(one)}
        >
          <Icon name={iconOf(one)} />
          <span class="d-suggestion-name">{one.label}</span>
          <span class="d-suggestion-what">{whatOf(one, model)}</span>
        </div>
      ))}
    </div>
  );
}

function iconOf(one: Suggestion): IconName {
  if (one.kind === "field") return FIELD_ICONS[one.field.type];
  return one.kind === "lines" ? "list" : one.kind === "choice" ? "circle" : "sigma";
}

function whatOf(one: Suggestion, model: FormulaModel): string {
  switch (one.kind) {
    case "field": {
      const target = model.entities.find(({ id }) => id === one.field.target);
      return (target && model.said(target.label)) || typeWords(one.field.type);
    }
    case "lines":
      return t("designer.rule.lines");
    case "function":
      return t(`designer.function.${one.name}`);
    default:
      return "";
  }
}
