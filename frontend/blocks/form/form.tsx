/**
 * A form on the page: what is in it, checked before it is saved, and the choice of records over it.
 */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { drawnOnce } from "../../ui/one-drawing";
import { PickContext, type Picking } from "./form-controls";
import { LookupPicker } from "./lookup-picker";
import type { Wrong } from "./whole-form";

interface FormProps {
  readonly id: string;
  /** Check everything; tells where it is wrong first. */
  readonly check: () => Wrong | null;
  /** Inputs that are still being made, such as photos: it is saved when they are there. */
  readonly making: () => readonly Promise<boolean>[];
  /** Says whether the form is done with: it is then sent no more. */
  readonly onSubmit: () => Promise<boolean>;
  readonly children: ComponentChildren;
}

export function Form({ id, check, making, onSubmit, children }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  const latest = useRef(onSubmit);
  latest.current = onSubmit;
  const [picking, setPicking] = useState<Picking | null>(null);
  const [waiting, setWaiting] = useState(false);
  const submitting = useRef(false);
  const submit = async (): Promise<boolean> => {
    setWaiting(making().length > 0);
    const made = await allMade(making);
    setWaiting(false);
    // What could not be made says so in its place; whoever has left does not save any more.
    if (!made || !element.current) return false;
    return drawnOnce(async () => {
      const wrong = check();
      if (wrong === null) return latest.current();
      focusAt(element.current, wrong);
      return false;
    });
  };
  // Pressed twice in a moment it is saved once, though it still stands there for a moment.
  const submitOnce = async (event: Event) => {
    event.preventDefault();
    if (submitting.current) return;
    submitting.current = true;
    let done = false;
    try {
      done = await submit();
    } finally {
      submitting.current = done;
    }
  };
  return (
    <>
      <form ref={element} id={id} class="ui-form" noValidate onSubmit={(event) => void submitOnce(event)}>
        <PickContext.Provider value={setPicking}>{children}</PickContext.Provider>
      </form>
      {waiting && (
        <p class="app-note ui-quiet" role="status">
          {t("mobile.form.making")}
        </p>
      )}
      {picking && (
        <LookupPicker
          field={picking.field}
          look={picking.look}
          chosen={picking.chosen}
          onPick={(chosen) => {
            picking.onPick(chosen);
            setPicking(null);
          }}
          words={picking.words ?? ""}
          onLater={(words, chosen) => {
            picking.onLater(words, chosen);
            setPicking(null);
          }}
          onClose={() => setPicking(null)}
        />
      )}
    </>
  );
}

/** Wait for what is being made, and for what is begun meanwhile; says whether all of it came to be. */
async function allMade(making: FormProps["making"]): Promise<boolean> {
  for (let works = making(); works.length > 0; works = making()) {
    const made = await Promise.all(works);
    if (made.includes(false)) return false;
  }
  return true;
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
