/**
 * The bar on top of a page: the way back, what the page is, and one place on the right for state or save.
 */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../shared/messages";
import { Icon } from "./icon";
import "./app-bar.css";

interface AppBarProps {
  readonly title: ComponentChildren;
  /** Where the arrow leads: an address, or what to do. */
  readonly back?: string | (() => void);
  /** The word of the way back, in place of an arrow: "Cancel". */
  readonly backWord?: string;
  readonly right?: ComponentChildren;
  /** Large: the first screen of an application, with a title that stands on the page. */
  readonly large?: boolean;
}

export function AppBar({ title, back, backWord, right, large }: AppBarProps) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const header = bar.current;
    if (!header) return;
    const measured = new ResizeObserver(() =>
      header.parentElement?.style.setProperty("--under-bar", `${header.offsetHeight}px`),
    );
    measured.observe(header);
    return () => measured.disconnect();
  }, []);
  return (
    <header ref={bar} class={`ui-app-bar${large ? " ui-app-bar-large" : ""}`}>
      {back !== undefined && <Back to={back} word={backWord} />}
      <h1 class="ui-app-bar-title">{title}</h1>
      {right && <div class="ui-app-bar-right">{right}</div>}
    </header>
  );
}

function Back({ to, word }: { readonly to: string | (() => void); readonly word: string | undefined }) {
  const content = word ?? <Icon name="chevron-left" size={24} />;
  const classes = `ui-app-bar-back${word ? " ui-app-bar-word" : ""}`;
  const label = word ? undefined : t("ui.back");
  if (typeof to === "string") {
    return (
      <a class={classes} href={to} aria-label={label}>
        {content}
      </a>
    );
  }
  return (
    <button class={classes} type="button" aria-label={label} onClick={to}>
      {content}
    </button>
  );
}
