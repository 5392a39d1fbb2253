/**
 * The editing page of a filter: name, sentence, live count, lines, and saving.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { check } from "../../expressions/checks";
import { outlineOf } from "../../expressions/outline";
import { sentenceOf } from "../../expressions/sentences";
import { problemText } from "../../fields/problem-text";
import type { FilterDraft } from "../../local/filter-drafts";
import type { Problem } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { language, t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { StateMark } from "../../ui/state";
import { TextInput } from "../../ui/text-input";
import { useApp } from "../app-context";
import { TabPage } from "../pages/tab-page";
import { grouped } from "./arrangement";
import { Here } from "./brings";
import type { PlacedProblem } from "./line";
import { Lines } from "./lines";
import { Promised } from "./promised";
import { useTrial } from "./trial";
import { aboutOf, useWording } from "./wording";

interface FilterFormProps {
  readonly draft: FilterDraft;
  /** There is something that the office does not have. */
  readonly unsaved: boolean;
  readonly onChange: (draft: FilterDraft) => void;
  readonly onSaved: (draft: FilterDraft) => Promise<void>;
}

/** A name that is made of a filter's own sentence is not longer than this. */
const LONGEST_NAME = 80;

export function FilterForm({ draft, unsaved, onChange, onSaved }: FilterFormProps) {
  const app = useApp();
  const { lens } = useBlocks();
  const wording = useWording();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [away, setAway] = useState(false);
  const [tried, setTried] = useState(false);
  const { entity } = draft;
  const about = aboutOf(lens, entity);
  const tree = grouped(draft.condition);
  const findings = tree ? check(tree, about) : [];
  const trial = useTrial(entity, tree && findings.length === 0 ? tree : null);
  const lines = tree ? outlineOf(tree, about, wording) : [];
  const sentence = tree ? sentenceOf(tree, about, wording) : t("filter.page.begun");
  const plural = lens.text(lens.entity(entity)?.plural);
  const problem = refused ?? (trial.kind === "refused" ? trial.problem : null);

  function change(part: Partial<FilterDraft>): void {
    setRefused(null);
    setAway(false);
    onChange({ ...draft, ...part });
  }

  async function save(): Promise<void> {
    setTried(true);
    if (!tree || findings.length > 0) return;
    setBusy(true);
    setRefused(null);
    setAway(false);
    const named = Object.values(draft.label).some((text) => text.trim() !== "");
    const label = named ? draft.label : { [language.peek()]: shortened(sentence) };
    const condition = tree as unknown as Record<string, unknown>;
    try {
      const office = await app.office();
      await office.saveFilter(draft.filter, { entity, label: { ...label }, condition, active: draft.active });
      await onSaved(draft);
      app.toasts.show(t(draft.active ? "filter.page.saved" : "filter.page.saved_off"));
      void app.core.sync.syncNow();
      app.back({ kind: "filters" });
    } catch (error) {
      if (error instanceof ProblemError) setRefused(error.problem);
      else setAway(true);
    } finally {
      setBusy(false);
    }
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
          {tree && findings.length === 0 && trial.kind !== "away" && <Promised trial={trial} />}
          {(!tree || findings.length > 0) && t("filter.brings.unfinished")}
        </p>
      </div>
      <div class="app-filter-head">
        <FormField
          label={t("filter.page.name")}
          help={t("filter.page.name_help")}
          error={problem?.field === "label" ? problemText(problem) : undefined}
        >
          <TextInput
            name="label"
            value={lens.text(draft.label)}
            onInput={(text) => change({ label: { ...draft.label, [language.peek()]: text } })}
          />
        </FormField>
      </div>
      <Lines
        entity={entity}
        tree={tree}
        lines={lines}
        refused={placed(problem)}
        onChange={(condition) => change({ condition })}
      />
      {tried && !tree && (
        <p class="ui-field-error app-note" role="alert">
          <Icon name="circle-alert" />
          <span>{t("filter.page.needs_condition")}</span>
        </p>
      )}
      {problem && problem.field !== "label" && placed(problem) === null && (
        <p class="app-banner ui-state-refused" role="alert">
          <Icon name="octagon-x" />
          <span>{problemText(problem)}</span>
        </p>
      )}
      {away && (
        <p class="app-banner app-frozen ui-state-offline" role="alert">
          <Icon name="cloud-off" />
          <span>{t("filter.page.save_away")}</span>
        </p>
      )}
      <div class="app-block app-filters-deeds">
        <Button kind="primary" disabled={busy} onPress={() => void save()}>
          {busy ? t("filter.page.saving") : t("filter.page.save")}
        </Button>
        {unsaved && <StateMark state="waiting" icon="smartphone" word={t("filter.page.kept_here")} />}
      </div>
    </TabPage>
  );
}

/** A problem of the condition, with its place in the tree as the lines name it. */
function placed(problem: Problem | null): PlacedProblem | null {
  const field = problem?.field;
  if (!problem || (field !== "condition" && !field?.startsWith("condition."))) return null;
  return { place: field.slice("condition.".length), sentence: problemText(problem) };
}

function shortened(sentence: string): string {
  const characters = [...sentence];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join("")}…` : sentence;
}
