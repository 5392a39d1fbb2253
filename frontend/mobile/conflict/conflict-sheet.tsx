/**
 * The conflict sheet: every field that differs, to be chosen for; or both sides of a deletion.
 */
import { useState } from "preact/hooks";
import { titleOf } from "../../blocks/record-values";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { Sheet } from "../../ui/sheet";
import { fits } from "../../values/fitting";
import { useApp } from "../app-context";
import { useReading } from "../reading";
import {
  allOf,
  type Choices,
  complete,
  type Decision,
  decisionOf,
  deletionDecision,
  differencesOf,
  type Entered,
  type Side,
} from "./choice";
import { FieldChoice } from "./field-choice";
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
  const [entered, setEntered] = useState<Entered>(new Map());
  const close = () => {
    app.conflict.value = null;
  };
  const differences = differencesOf(rows);
  const shown = records.get(entity, record);
  const name = shown && lens ? titleOf(lens, shown, reading) : (lens?.text(lens.entity(entity)?.label) ?? "");
  const all = (side: Side) => setChoices(allOf(differences, side));
  const isComplete = complete(differences, choices, entered);
  const takes = (id: string, value: unknown) => {
    const field = lens?.field(entity, id);
    return field !== undefined && ((value ?? null) === null || fits(value, field));
  };

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
  const choosable = differences.fields.some(({ unfit }) => unfit === null);
  const cannotBringBack = deletion?.by === "theirs" && !replica.may("create", entity);
  const actions = deletion ? (
    <>
      <Button
        kind={deletion.by === "theirs" ? "danger" : "quiet"}
        onPress={() => void decide(deletionDecision(rows, differences, "theirs", takes))}
      >
        {t(deletion.by === "theirs" ? "mobile.conflict.stay_deleted" : "mobile.conflict.keep_office")}
      </Button>
      <Button
        kind={deletion.by === "mine" ? "danger" : "primary"}
        disabled={cannotBringBack}
        onPress={() => void decide(deletionDecision(rows, differences, "mine", takes))}
      >
        {t(deletion.by === "mine" ? "mobile.conflict.delete" : "mobile.conflict.bring_back")}
      </Button>
    </>
  ) : (
    <Button
      kind="primary"
      disabled={!isComplete}
      onPress={() => void decide(decisionOf(rows, differences, choices, entered))}
    >
      {t("mobile.conflict.resolve")}
    </Button>
  );
  return (
    <Sheet open title={t("mobile.conflict.title", { name })} onClose={close} actions={actions} place="side">
      <p class="ui-quiet">
        {deletion
          ? t(`mobile.conflict.deleted_${deletion.by}`)
          : t(choosable ? "mobile.conflict.lead" : "mobile.conflict.lead_unfit")}
      </p>
      {cannotBringBack && <p class="ui-quiet">{t("mobile.conflict.no_bring_back")}</p>}
      {!deletion && choosable && (
        <div class="conflict-all">
          <Button onPress={() => all("mine")}>{t("mobile.conflict.all_mine")}</Button>
          <Button onPress={() => all("theirs")}>{t("mobile.conflict.all_office")}</Button>
        </div>
      )}
      {differences.fields.map((differing) => (
        <FieldChoice
          key={differing.field}
          entity={entity}
          record={record}
          differing={differing}
          deletedBy={deletion?.by}
          chosen={choices.get(differing.field)}
          onChoose={deletion ? undefined : (side) => setChoices(new Map(choices).set(differing.field, side))}
          onEnter={(value) => setEntered((before) => withEntered(before, differing.field, value))}
          onDone={() => {
            if (isComplete) void decide(decisionOf(rows, differences, choices, entered));
          }}
          onLeave={close}
        />
      ))}
    </Sheet>
  );
}

function withEntered(entered: Entered, field: string, value: unknown): Entered {
  const after = new Map(entered);
  if (value === undefined) after.delete(field);
  else after.set(field, value);
  return after;
}
