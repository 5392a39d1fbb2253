/**
 * All functions of formulas with an example each, behind one word.
 */
import {
  CONSTANTS,
  FUNCTIONS,
  type FunctionName,
  GROUP_FUNCTIONS,
  LEAF_FUNCTIONS,
} from "../../expressions/formula/functions";
import { t } from "../../shared/messages";

const TESTS: ReadonlySet<string> = new Set([...Object.keys(GROUP_FUNCTIONS), ...Object.keys(LEAF_FUNCTIONS)]);
const SKIPPED: ReadonlySet<string> = new Set(CONSTANTS);

/** Those for conditions come first where one is written. */
export function FunctionHelp({ condition }: { readonly condition: boolean }) {
  const known = FUNCTIONS.filter((name) => !SKIPPED.has(name) || name === "DATE" || name === "MONEY");
  const tests = known.filter((name) => TESTS.has(name));
  const values = known.filter((name) => !TESTS.has(name));
  return (
    <details class="d-more d-functions">
      <summary>{t("designer.rule.functions")}</summary>
      <p class="ui-quiet">{t("designer.rule.signs")}</p>
      <Entries names={condition ? tests : values} />
      <Entries names={condition ? values : tests} />
    </details>
  );
}

function Entries({ names }: { readonly names: readonly FunctionName[] }) {
  return (
    <dl>
      {names.map((name) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{t(`designer.function.${name}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
