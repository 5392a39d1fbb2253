/**
 * The editing page of a filter: name, sentence, live count, lines, and saving.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { check } from "../../expressions/checks";
import { outlineOf } from "../../expressions/outline";
import { sentenceOf } from "../../expressions/sentences";
import { EVERYTHING, isEverything } from "../../expressions/tree";
import { problemText } from "../../fields/problem-text";
import type { FilterDraft } from "../../local/filter-drafts";
import type { Problem } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { language, t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import type { IconName } from "../../ui/icon-names";
import { StateMark } from "../../ui/state";
import { TextInput } from "../../ui/text-input";
import { useApp } from "../app-context";
import { TabPage } from "../pages/tab-page";
import { grouped } from "./arrangement";
import { Here } from "./brings";
import type { PlacedProblem } from "./line";
import { Lines } from "./lines";
import { isNamed, nameOf, nameProblem } from "./name";
import { Promised } from "./promised";
import { useTrial } from "./trial";
import { aboutOf, useWording } from "./wording";

interface FilterFormProps {
  readonly draft: FilterDraft;
  /** There is something that the office does not have. */
  readonly unsaved: boolean;
  /** The filter that it changes is not at the office any more. */
  readonly gone: boolean;
  readonly onChange: (draft: FilterDraft) => void;
  readonly onSaved: (draft: FilterDraft) => Promise<void>;
}

export function FilterForm({ draft, unsaved, gone: known, onChange, onSaved }: FilterFormProps) {
  const app = useApp();
  const { lens } = useBlocks();
  const wording = useWording();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [away, setAway] = useState(false);
  const [tried, setTried] = useState(false);
  const [missed, setMissed] = useState(false);
  const name = useRef<HTMLDivElement>(null);
  const gone = known || missed;
  const { entity } = draft;
  const about = aboutOf(lens, entity);
  const tree = grouped(draft.condition);
  const whole = isEverything(tree);
  const [conditions, setConditions] = useState(whole ? null : tree);
  const findings = tree && !whole ? check(tree, about) : [];
  const trial = useTrial(entity, tree && findings.length === 0 ? tree : null);
  const lines = tree ? outlineOf(tree, about, wording) : [];
  const sentence = tree ? sentenceOf(tree, about, wording) : t("filter.page.begun");
  const plural = lens.text(lens.entity(entity)?.plural);
  const problem = refused ?? (trial.kind === "refused" ? trial.problem : null);
  const ofName = nameProblem(draft.label) ?? (problem && isOfName(problem) ? problem : undefined);

  function change(part: Partial<FilterDraft>): void {
    setRefused(null);
    setAway(false);
    onChange({ ...draft, ...part });
  }

  /** Take all records, or go back to the conditions that there were. */
  function takeAll(all: boolean): void {
    if (all) setConditions(tree);
    change({ condition: all ? EVERYTHING : conditions });
  }

  async function save(): Promise<void> {
    setTried(true);
    if (nameProblem(draft.label)) showName();
    if (!tree || findings.length > 0 || nameProblem(draft.label)) return;
    setBusy(true);
    setRefused(null);
    setAway(false);
    const label = isNamed(draft.label) ? draft.label : { [language.peek()]: nameOf(sentence) };
    const condition = tree as unknown as Record<string, unknown>;
    try {
      const office = await app.office();
      await office.saveFilter(gone ? null : draft.filter, {
        entity,
        label: { ...label },
        condition,
        active: draft.active,
      });
      await onSaved(draft);
      app.toasts.show(t(draft.active ? "filter.page.saved" : "filter.page.saved_off"));
      void app.core.sync.syncNow();
      app.back({ kind: "filters" });
    } catch (error) {
      if (!(error instanceof ProblemError)) setAway(true);
      else if (draft.filter !== null && error.problem.code === "unknown-filter") setMissed(true);
      else {
        setRefused(error.problem);
        if (isOfName(error.problem)) showName();
      }
    } finally {
      setBusy(false);
    }
  }

  function showName(): void {
    const field = name.current?.querySelector<HTMLElement>("[name=label]");
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: "center" });
  }

  return (
    <TabPage
      title={draft.filter ? t("filter.page.edit_title") : t("filter.page.new_title")}
      back={{ kind: "filters" }}
    >
      <div class="app-filter-said">
        <p role="status">{t("filter.page.sentence", { plural, sentence })}</p>
        <p class="ui-quiet ui-small" aria-live="polite">
          {tree && findings.length === 0 && trial.kind === "away" && (
            <>
              <Here entity={entity} condition={tree} />
              {" · "}
              {t("filter.brings.away")}
            </>
          )}
          {tree && findings.length === 0 && trial.kind !== "away" && (
            <Promised trial={trial} entity={entity} condition={tree} />
          )}
          {findings.length > 0 && t("filter.brings.unfinished")}
        </p>
      </div>
      <div ref={name} class="app-filter-head">
        <FormField
          label={t("filter.page.name")}
          help={t("filter.page.name_help")}
          error={ofName && refusalText(ofName)}
        >
          <TextInput
            name="label"
            value={lens.text(draft.label)}
            onInput={(text) => change({ label: { ...draft.label, [language.peek()]: text } })}
          />
        </FormField>
        <Checkbox
          name="everything"
          label={t("filter.everything")}
          help={t("filter.page.everything_help")}
          checked={whole}
          onChange={takeAll}
        />
      </div>
      {!whole && (
        <Lines
          entity={entity}
          tree={tree}
          lines={lines}
          refused={placed(problem)}
          onChange={(condition) => change({ condition })}
        />
      )}
      {tried && !tree && (
        <p class="ui-field-error app-note" role="alert">
          <Icon name="circle-alert" />
          <span>{t("filter.page.needs_condition")}</span>
        </p>
      )}
      {problem && !isOfName(problem) && placed(problem) === null && (
        <Banner look="ui-state-refused" icon="octagon-x">
          {refusalText(problem)}
        </Banner>
      )}
      {away && (
        <Banner look="app-frozen ui-state-offline" icon="cloud-off">
          {t("filter.page.save_away")}
        </Banner>
      )}
      {gone && (
        <Banner look="app-frozen ui-state-offline" icon="triangle-alert">
          {t("filter.page.original_gone")}
        </Banner>
      )}
      <div class="app-block app-filters-deeds">
        <Button kind="primary" disabled={busy} onPress={() => void save()}>
          {t(busy ? "filter.page.saving" : gone ? "filter.page.save_new" : "filter.page.save")}
        </Button>
        {unsaved && <StateMark state="waiting" icon="smartphone" word={t("filter.page.kept_here")} />}
      </div>
    </TabPage>
  );
}

interface BannerProps {
  readonly look: string;
  readonly icon: IconName;
  readonly children: string;
}

/** What the whole of it comes up against; the page moves so that it is seen. */
function Banner({ look, icon, children }: BannerProps) {
  const root = useRef<HTMLParagraphElement>(null);
  useEffect(() => root.current?.scrollIntoView({ block: "center" }), [children]);
  return (
    <p ref={root} class={`app-banner ${look}`} role="alert">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

/** A problem of the condition, with its place in the tree as the lines name it. */
function placed(problem: Problem | null): PlacedProblem | null {
  const field = problem?.field;
  if (!problem || (field !== "condition" && !field?.startsWith("condition."))) return null;
  return { place: field.slice("condition.".length), sentence: refusalText(problem) };
}

function isOfName({ field }: Problem): boolean {
  return field === "label" || field?.startsWith("label.") === true;
}

/** A problem in words; where a request does not have the shape it should, with the reason that came along. */
function refusalText(problem: Pick<Problem, "code" | "arguments">): string {
  const { reason } = problem.arguments;
  return problem.code === "malformed-at" && typeof reason === "string"
    ? t("filter.page.refused", { reason })
    : problemText(problem);
}
