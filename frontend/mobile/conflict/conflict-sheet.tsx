/**
 * The conflict sheet: one row per differing field, both values side by side with who and when; the chosen is filled.
 */
import { useState } from "preact/hooks";
import { titleOf } from "../../blocks/record-values";
import { DisplayedValue } from "../../fields/registry";
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { Sheet } from "../../ui/sheet";
import type { Filled } from "../../values/types";
import { useApp } from "../app-context";
import { useReading } from "../reading";
import {
  allOf,
  type Choices,
  complete,
  type Decision,
  type DifferingField,
  decisionOf,
  deletionDecision,
  differencesOf,
  type Side,
} from "./choice";
import "./conflict.css";

interface ConflictSheetProps {
  readonly entity: string;
  readonly record: string;
}

export function ConflictSheet({ entity, record }: ConflictSheetProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const { replica } = app.core;
  const { conflicts, records } = replica;
  const rows = conflicts.of(entity, record);
  const [choices, setChoices] = useState<Choices>(new Map());
  const close = () => {
    app.conflict.value = null;
  };
  const differences = differencesOf(rows);
  const shown = records.get(entity, record);
  const name = shown && lens ? titleOf(lens, shown, reading) : (lens?.text(lens.entity(entity)?.label) ?? "");
  const all = (side: Side) => setChoices(allOf(differences, side));

  async function decide(decision: Decision): Promise<void> {
    const well = await app.savings.attempt(() => app.core.commands.resolveConflict(entity, record, decision));
    if (!well) return;
    close();
    app.toasts.show(t("mobile.saved.here"));
  }

  if (rows.length === 0 || !lens) {
    return (
      <Sheet open title={name} onClose={close}>
        <p>{t("mobile.conflict.none")}</p>
      </Sheet>
    );
  }
  const { deletion } = differences;
  const cannotBringBack = deletion?.by === "theirs" && !replica.may("create", entity);
  const actions = deletion ? (
    <>
      <Button
        kind={deletion.by === "theirs" ? "danger" : "quiet"}
        onPress={() => void decide(deletionDecision(rows, differences, "theirs"))}
      >
        {t(deletion.by === "theirs" ? "mobile.conflict.stay_deleted" : "mobile.conflict.keep_office")}
      </Button>
      <Button
        kind={deletion.by === "mine" ? "danger" : "primary"}
        disabled={cannotBringBack}
        onPress={() => void decide(deletionDecision(rows, differences, "mine"))}
      >
        {t(deletion.by === "mine" ? "mobile.conflict.delete" : "mobile.conflict.bring_back")}
      </Button>
    </>
  ) : (
    <Button
      kind="primary"
      disabled={!complete(differences, choices)}
      onPress={() => void decide(decisionOf(rows, differences, choices))}
    >
      {t("mobile.conflict.resolve")}
    </Button>
  );
  return (
    <Sheet open title={t("mobile.conflict.title", { name })} onClose={close} actions={actions} place="side">
      <p class="ui-quiet">
        {deletion ? t(`mobile.conflict.deleted_${deletion.by}`) : t("mobile.conflict.lead")}
      </p>
      {cannotBringBack && <p class="ui-quiet">{t("mobile.conflict.no_bring_back")}</p>}
      {!deletion && (
        <div class="conflict-all">
          <Button onPress={() => all("mine")}>{t("mobile.conflict.all_mine")}</Button>
          <Button onPress={() => all("theirs")}>{t("mobile.conflict.all_office")}</Button>
        </div>
      )}
      {differences.fields.map((differing) => (
        <FieldChoice
          key={differing.field}
          entity={entity}
          differing={differing}
          chosen={choices.get(differing.field)}
          onChoose={deletion ? undefined : (side) => setChoices(new Map(choices).set(differing.field, side))}
        />
      ))}
    </Sheet>
  );
}

interface FieldChoiceProps {
  readonly entity: string;
  readonly differing: DifferingField;
  readonly chosen: Side | undefined;
  readonly onChoose: ((side: Side) => void) | undefined;
}

function FieldChoice({ entity, differing, chosen, onChoose }: FieldChoiceProps) {
  const app = useApp();
  const lens = current(app.lens);
  const { field, mine, theirs } = differing;
  const label = lens?.text(lens.field(entity, field)?.label) || field;
  const reading = useReading();
  const me = differing.mineBy === app.person.person;
  const nameOf = (person: string) => {
    if (person === app.person.person) return t("mobile.conflict.you");
    const told = person === differing.mineBy ? differing.mineByName : null;
    return reading.resolve?.("person", person) ?? told ?? t("mobile.conflict.someone");
  };
  const sides = [
    {
      side: "mine",
      word: me ? t("mobile.conflict.yours") : t("mobile.conflict.other"),
      value: mine,
      by: differing.mineBy,
      at: differing.mineAt,
    },
    {
      side: "theirs",
      word: t("mobile.conflict.office"),
      value: theirs,
      by: differing.theirsBy,
      at: differing.theirsAt,
    },
  ] as const;
  return (
    <fieldset class="conflict-field">
      <legend>{label}</legend>
      {differing.retyped && <p class="ui-quiet ui-small">{t("mobile.conflict.retyped")}</p>}
      <div class="conflict-sides">
        {sides.map(({ side, word, value, by, at }) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the radio stands inside while there is something to choose
          <label key={side} class="conflict-side">
            {onChoose && !(side === "mine" && differing.retyped) && (
              <input
                class="ui-hidden"
                type="radio"
                name={`conflict-${field}`}
                checked={chosen === side}
                onChange={() => onChoose(side)}
              />
            )}
            <span class="conflict-side-word">
              {word}
              {chosen === side && <Icon name="check" />}
            </span>
            <span class="conflict-side-value">
              <SideValue entity={entity} field={field} value={value} />
            </span>
            <span class="ui-quiet ui-small">
              {t("mobile.conflict.by", { name: nameOf(by), moment: formatDateTime(new Date(at)) })}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SideValueProps {
  readonly entity: string;
  readonly field: string;
  readonly value: unknown;
}

function SideValue({ entity, field: id, value }: SideValueProps) {
  const app = useApp();
  const field = current(app.lens)?.field(entity, id);
  if ((value ?? null) === null) return <span class="ui-quiet">{t("mobile.conflict.empty")}</span>;
  if (!field) return <span>{String(value)}</span>;
  return (
    <DisplayedValue
      field={field}
      value={value as Filled}
      tools={{ reading: useReading(), pictures: app.pictures }}
    />
  );
}
