/**
 * The text of a formula with its suggestions: arrows choose, Enter or Tab takes, Escape puts the list away.
 *
 * Behind the text stands the same text once more, which carries the colours and the line under what is wrong. The
 * focus never leaves the text: the list is told to a screen reader by the element that is active in it.
 */
import type { RefObject } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { functionAt, type Suggestion, suggestionsAt } from "../../expressions/formula/completion";
import type { FunctionName } from "../../expressions/formula/functions";
import type { FormulaModel } from "../../expressions/formula/names";
import type { Span } from "../../expressions/formula/syntax";
import { t } from "../../shared/messages";
import { FormField, useFrame } from "../../ui/form-field";
import { Painted } from "./painted";
import { SuggestionList, suggestionId } from "./suggestion-list";

interface FormulaInputProps {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly onInput: (formula: string) => void;
  /** Mod+Enter: the rule is written. */
  readonly onDone: () => void;
  readonly entity: string;
  readonly model: FormulaModel;
  readonly wrong: string | undefined;
  /** The designer has asked for it to be taken as it is: what is wrong is said at once. */
  readonly urgent: boolean;
  /** Where it is wrong. */
  readonly place?: Span;
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
}

/** What is begun is wrong until it is finished: milliseconds without a key after which it is said. */
const PAUSE = 700;

export function FormulaInput({ place, ...props }: FormulaInputProps) {
  const { label, help, value, urgent } = props;
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  const [inside, setInside] = useState<FunctionName | null>(null);
  const told = urgent || settled === value;
  const wrong = told ? props.wrong : undefined;
  return (
    <FormField label={label} help={inside ? functionWords(inside) : help} error={wrong}>
      <Editor {...props} {...(told && place && { place })} onInside={setInside} />
      {urgent && wrong && (
        <span class="ui-hidden" role="alert">
          {wrong}
        </span>
      )}
    </FormField>
  );
}

/** An example of a function names it already. */
function functionWords(name: FunctionName): string {
  const what = t(`designer.function.${name}`);
  return what.startsWith(`${name}(`) ? what : t("designer.rule.inside", { name, what });
}

interface EditorProps extends FormulaInputProps {
  /** The caret has come between the brackets of another function. */
  readonly onInside: (name: FunctionName | null) => void;
}

function Editor(props: EditorProps) {
  const { value, onInput, onDone, entity, model, place, inputRef, onInside } = props;
  const list = useId();
  const [offered, setOffered] = useState<readonly Suggestion[]>([]);
  const [active, setActive] = useState(0);
  const offer = (element: HTMLTextAreaElement, asked = false) => {
    const found = suggestionsAt(element.value, element.selectionStart, entity, model, asked);
    setOffered(found);
    setActive(0);
  };
  const take = (one: Suggestion) => {
    const element = inputRef.current;
    if (!element) return;
    element.focus();
    element.setSelectionRange(one.from, one.to);
    // As typed, so that the browser's own undo takes it back; where that is gone it is put in.
    if (!document.execCommand?.("insertText", false, one.text)) {
      element.setRangeText(one.text, one.from, one.to, "end");
      onInput(element.value);
    }
    setOffered([]);
    if (one.text.endsWith("(")) offer(element, true);
  };
  const onKey = (event: KeyboardEvent) => {
    const element = event.currentTarget as HTMLTextAreaElement;
    const one = offered[active];
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onDone();
    else if (event.key === " " && event.ctrlKey) offer(element, true);
    else if (!one) {
      if (!(step > 0 && event.altKey)) return;
      offer(element, true);
    } else if (step !== 0) setActive((active + step + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") take(one);
    else if (event.key === "Escape") setOffered([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="d-formula">
      <Painted formula={value} {...(place && { wrong: place })} />
      <textarea
        {...useFrame()}
        ref={inputRef}
        class="ui-control"
        dir="ltr"
        rows={3}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        autofocus
        maxLength={6000}
        value={value}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={list}
        aria-activedescendant={offered.length > 0 ? suggestionId(list, active) : undefined}
        onInput={(event) => {
          onInput(event.currentTarget.value);
          onInside(functionAt(event.currentTarget.value, event.currentTarget.selectionStart));
          offer(event.currentTarget);
        }}
        onSelect={(event) =>
          onInside(functionAt(event.currentTarget.value, event.currentTarget.selectionStart))
        }
        onClick={() => setOffered([])}
        onBlur={() => setOffered([])}
        onKeyDown={onKey}
      />
      <SuggestionList id={list} offered={offered} active={active} onTake={take} model={model} />
      <span class="ui-hidden" role="status">
        {offered.length > 0 ? t("designer.rule.suggestions", { count: offered.length }) : ""}
      </span>
    </div>
  );
}
