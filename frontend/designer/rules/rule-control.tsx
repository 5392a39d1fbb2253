/**
 * A rule as its formula, with the way to write it and to take it away.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { writeFormula } from "../../expressions/formula/formula";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import type { Editor, Selected } from "../editor";
import { formulaModel } from "./formula-model";
import type { RuleDocument, RuleResult } from "./rule-property";
import { RuleSheet } from "./rule-sheet";
import "./rules.css";

export interface RuleControlProps {
  readonly editor: Editor;
  readonly label: string;
  /** Whose rule it is, for the title of the sheet. */
  readonly name?: string;
  readonly rule: RuleDocument | null;
  readonly entity: string;
  readonly result: RuleResult;
  /** Where the rule stands: the place of what the checks say about it. */
  readonly place: Selected;
  readonly onWrite: (rule: RuleDocument | null) => void;
  /** It can be changed, and not be taken away. */
  readonly needed?: boolean;
  /** It is being written already. */
  readonly begun?: boolean;
  /** The sheet was left without a rule. */
  readonly onClose?: () => void;
}

export function RuleControl(props: RuleControlProps) {
  const { editor, label, rule, entity, onWrite, needed = false, begun = false, onClose } = props;
  const [open, setOpen] = useState(begun);
  const box = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  const close = () => {
    pressed.current = true;
    setOpen(false);
    onClose?.();
  };
  // What was pressed may be gone: another button stands in its place, and has the focus then.
  useEffect(() => {
    if (open || !pressed.current) return;
    pressed.current = false;
    box.current?.querySelector("button")?.focus();
  });
  const model = formulaModel(editor.whole.value.model);
  const formula = rule && writeFormula(rule, entity, model);
  const words = formula ?? t("designer.rule.unreadable");
  return (
    <div class="d-rule" ref={box}>
      {rule ? (
        <>
          <button
            class="d-rule-formula"
            type="button"
            aria-haspopup="dialog"
            aria-label={t("designer.rule.change", { label, formula: words })}
            onClick={() => setOpen(true)}
          >
            <code>{words}</code>
          </button>
          {!needed && (
            <IconButton
              icon="x"
              label={t("designer.rule.remove", { label })}
              onPress={() => {
                pressed.current = true;
                onWrite(null);
                editor.say(t("designer.rule.removed", { label }));
              }}
            />
          )}
        </>
      ) : (
        <button
          class="d-rule-new"
          type="button"
          aria-haspopup="dialog"
          aria-label={t("designer.rule.new_named", { label })}
          onClick={() => setOpen(true)}
        >
          <Icon name="sigma" />
          <span>{t("designer.rule.new")}</span>
        </button>
      )}
      {open && <RuleSheet {...props} model={model} formula={formula ?? ""} onClose={close} />}
    </div>
  );
}
