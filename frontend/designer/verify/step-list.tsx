/**
 * The steps of a trial, in words and in order.
 */
import { problemText } from "../../fields/problem-text";
import type { Action, Field } from "../../protocol";
import { locale } from "../../shared/formats";
import { language, t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import type { IconName } from "../../ui/icon-names";
import { format } from "../../values/registry";
import type { Value } from "../../values/types";
import type { Editor } from "../editor";
import { nameOf } from "../rules/result-text";
import { said } from "../words";
import type { Step } from "./run";

interface StepListProps {
  readonly editor: Editor;
  readonly action: Action;
  readonly steps: readonly Step[];
  /** Whether a page offers the action at all. */
  readonly reached: boolean;
}

export function StepList({ editor, action, steps, reached }: StepListProps) {
  return (
    <section aria-label={t("designer.verify.steps")} aria-live="polite">
      <h3>{t("designer.verify.steps")}</h3>
      <ol class="d-steps">
        {steps.map((step, at) => {
          const { icon, tone, words } =
            step.kind === "offered" && step.met && !reached
              ? bad(t("designer.verify.nowhere"))
              : told(editor, action, step);
          return (
            <li key={at} class={`d-step d-step-${tone}`}>
              <Icon name={icon} />
              <span>{words}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface Told {
  readonly icon: IconName;
  readonly tone: "plain" | "good" | "bad";
  readonly words: string;
}

function told(editor: Editor, action: Action, step: Step): Told {
  switch (step.kind) {
    case "offered":
      return verdict(step.met, t(`designer.verify.offered.${step.by}`), t(`designer.verify.kept.${step.by}`));
    case "begun":
    case "typed":
    case "set":
    case "computed": {
      const { field, before, after } = step;
      const words = {
        field: nameOfField(field),
        before: written(editor, field, before),
        after: written(editor, field, after),
      };
      return { icon: ICONS[step.kind], tone: "plain", words: t(`designer.verify.${step.kind}`, words) };
    }
    case "comment":
      return verdict(!step.missing, t("designer.verify.comment"), t("designer.verify.comment_missing"));
    case "wrong":
      return bad(`${nameOfField(step.field)}: ${problemText(step.problem)}`);
    case "unmet": {
      const name = step.field ? nameOfField(step.field) : "";
      const words = step.message ? said(step.message) : t("designer.verify.needed");
      return bad(name ? `${name}: ${words}` : words);
    }
    case "holds":
      return { icon: "check", tone: "good", words: t("designer.verify.holds", { count: step.count }) };
    case "end":
      return step.how === "done"
        ? { icon: "circle-check", tone: "good", words: t(`designer.verify.done.${action.kind}`) }
        : {
            icon: "octagon-x",
            tone: "bad",
            words: t(`designer.verify.${step.how === "refused" ? "refused" : "not_offered"}`),
          };
  }
}

const ICONS: Readonly<Record<"begun" | "typed" | "set" | "computed", IconName>> = {
  begun: "sparkles",
  typed: "pencil",
  set: "workflow",
  computed: "sigma",
};

function verdict(met: boolean, yes: string, no: string): Told {
  return met ? { icon: "check", tone: "good", words: yes } : bad(no);
}

function bad(words: string): Told {
  return { icon: "circle-alert", tone: "bad", words };
}

function nameOfField({ id, label }: Field): string {
  return said(label) || id;
}

function written(editor: Editor, field: Field, value: unknown): string {
  const words = format((value ?? null) as Value, field, {
    locale: locale.value,
    language: language.value,
    resolve: (entity, id) => nameOf(editor, entity ?? "", id),
  });
  return words || t("designer.verify.empty");
}
