/**
 * The search box over a list: it answers as one types, and a cross empties it.
 */
import { useRef } from "preact/hooks";
import { t } from "../shared/messages";
import { Icon } from "./icon";
import { current, type Live } from "./live";
import "./search-field.css";

interface SearchFieldProps {
  readonly value: Live<string>;
  readonly onSearch: (text: string) => void;
  /** What is searched: "Search reports". */
  readonly label?: string;
}

export function SearchField({ value, onSearch, label = t("ui.search") }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const text = current(value);
  const clear = () => {
    onSearch("");
    input.current?.focus();
  };
  return (
    <search class="ui-search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        value={text}
        placeholder={label}
        aria-label={label}
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        enterKeyHint="search"
        onInput={(event) => onSearch(event.currentTarget.value)}
      />
      {text !== "" && (
        <button class="ui-search-clear" type="button" aria-label={t("ui.clear_search")} onClick={clear}>
          <Icon name="x" />
        </button>
      )}
    </search>
  );
}
