/**
 * The sheet in which a formula is written, with what is wrong with it and the functions that there are.
 *
 * Nothing is written before "Use rule".
 */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { type ReadFormula, readFormula, type Wanted } from "../../expressions/formula/formula";
import type { FormulaModel } from "../../expressions/formula/names";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { FormulaInput } from "./formula-input";
import { problemOf } from "./formula-model";
import { FunctionHelp } from "./function-help";
import type { RuleDocument } from "./rule-property";

/** A formula that could be read. */
export type ReadRule = Extract<ReadFormula, { readonly problem?: never }>;

interface FormulaSheetProps {
  readonly title: string;
  /** The formula that stands there now. */
  readonly formula: string;
  readonly entity: string;
  readonly model: FormulaModel;
  readonly result: Wanted;
  /** It can be changed, and not be taken away. */
  readonly needed?: boolean;
  /** What is wrong with a rule that can be read, in words; it cannot be used so. */
  readonly wrongWith?: (read: ReadRule) => string | null;
  /** What the checks have said of the rule as it stands. */
  readonly refused?: (tree: unknown) => string | undefined;
  /** What helps with a rule that can be used. */
  readonly aids?: (read: ReadRule) => ComponentChildren;
  readonly onWrite: (rule: RuleDocument | null) => void;
  readonly onClose: () => void;
}

export function FormulaSheet(props: FormulaSheetProps) {
  const { title, entity, model, result, needed = false, wrongWith, refused, aids, onWrite, onClose } = props;
  const [formula, setFormula] = useState(props.formula);
  const [pressed, setPressed] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const empty = formula.trim() === "";
  const read = empty ? null : readFormula(formula, entity, model, result);
  const whole = read?.tree ? read : null;
  const atOdds = (whole && wrongWith?.(whole)) ?? null;
  const lacking = empty && needed && pressed ? t("designer.formula.empty") : undefined;
  const wrong = read?.problem ? problemOf(read.problem) : (atOdds ?? lacking);

  const done = () => {
    setPressed(true);
    if (wrong || (empty && needed)) {
      input.current?.focus();
      const at = read?.problem?.at;
      if (at) input.current?.setSelectionRange(at.from, at.to);
      return;
    }
    onWrite((whole?.tree as RuleDocument | undefined) ?? null);
    onClose();
  };

  return (
    <Sheet
      open
      place="side"
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" onPress={done}>
            {t(empty && !needed ? "designer.rule.use_none" : "designer.rule.use")}
          </Button>
        </>
      }
    >
      <div class="d-form d-rule-sheet">
        <FormulaInput
          inputRef={input}
          label={t("designer.rule.formula")}
          help={t(`designer.rule.wants.${kindWanted(result)}`)}
          value={formula}
          onInput={(text) => {
            setPressed(false);
            setFormula(text);
          }}
          onDone={done}
          entity={entity}
          model={model}
          wrong={wrong ?? refused?.(read?.tree)}
          urgent={pressed}
          {...(read?.problem && { place: read.problem.at })}
        />
        {whole && !atOdds && aids?.(whole)}
        <FunctionHelp condition={result === "condition" || result === "filter"} />
      </div>
    </Sheet>
  );
}

function kindWanted(result: Wanted): "condition" | "filter" | "value" {
  return typeof result === "string" ? result : "value";
}
