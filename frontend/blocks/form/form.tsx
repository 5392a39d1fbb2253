/**
 * A form on the page: what is in it, checked before it is saved, and the choice of records over it.
 */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { PickContext, type Picking } from "./form-controls";
import { LookupPicker } from "./lookup-picker";
import type { Wrong } from "./whole-form";

interface FormProps {
  readonly id: string;
  /** Check everything; tells where it is wrong first. */
  readonly check: () => Wrong | null;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
}

export function Form({ id, check, onSubmit, children }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  const [picking, setPicking] = useState<Picking | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = check();
    if (wrong === null) onSubmit();
    else focusAt(element.current, wrong);
  };
  return (
    <>
      <form ref={element} id={id} class="ui-form" noValidate onSubmit={submit}>
        <PickContext.Provider value={setPicking}>{children}</PickContext.Provider>
      </form>
      {picking && (
        <LookupPicker
          field={picking.field}
          look={picking.look}
          onPick={(chosen) => {
            picking.onPick(chosen);
            setPicking(null);
          }}
          onClose={() => setPicking(null)}
        />
      )}
    </>
  );
}

function focusAt(form: HTMLFormElement | null, wrong: Wrong): void {
  const frame = form?.querySelector(placeOf(wrong));
  const control = frame?.querySelector<HTMLElement>("input:not([type=file]), select, textarea, button");
  control?.focus();
  frame?.scrollIntoView({ block: "center" });
}

function placeOf(wrong: Wrong): string {
  const field = (id: string) => `[data-field="${CSS.escape(id)}"]`;
  if (!("at" in wrong)) return field(wrong.field);
  const lines = `[data-lines="${CSS.escape(wrong.lines)}"]`;
  if (wrong.at === "count") return `${lines} .block-lines-end`;
  return `${lines} [data-line="${CSS.escape(wrong.at.record)}"] ${field(wrong.at.field)}`;
}
