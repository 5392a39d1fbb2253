/**
 * Who has a value that is taken: the record, to be opened, where this person may see it. Sought on this phone first,
 * then at the office, which says no more of it than any list does.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import { titleOf } from "../../blocks/record-values";
import { holderAmong } from "../../local/holder";
import { cleanRecord, type LocalRecord } from "../../local/record";
import type { Field, RecordDocument } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { openerOf } from "../opener";
import { useReading } from "../reading";

interface TakenByProps {
  readonly entity: string;
  /** The record that wants the value. */
  readonly record: string;
  readonly field: Field;
  readonly value: unknown;
  readonly onOpen?: () => void;
}

export function TakenBy({ entity, record, field, value, onOpen }: TakenByProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const found = useHolder(entity, record, field, value);
  if (!lens || found === "asking") return null;
  if (typeof found === "string") {
    return <p class="ui-quiet ui-small">{t(`mobile.conflict.taken_${found}`)}</p>;
  }
  const name = titleOf(lens, found, reading);
  const open = openerOf(lens.workspaces, entity);
  return (
    <p class="conflict-holder">
      <span dir="auto">{t("mobile.conflict.taken_by", { name })}</span>
      {open && (
        <Button
          icon="external-link"
          onPress={() => {
            onOpen?.();
            app.go(open(found.id));
          }}
        >
          {t("mobile.conflict.taken_open")}
        </Button>
      )}
    </p>
  );
}

/** `unseen`: the office names none that this person may see; `unknown`: it does not answer. */
type Found = LocalRecord | "asking" | "unseen" | "unknown";

function useHolder(entity: string, record: string, field: Field, value: unknown): Found {
  const app = useApp();
  const { records } = app.core.replica;
  const revision = records.revision(entity).value;
  const here = useMemo(
    () => holderAmong(records.list(entity), field, value, record),
    [revision, entity, record, field.id, value],
  );
  const [told, setTold] = useState<Found>("asking");
  const held = here !== undefined;
  useEffect(() => {
    if (held) return;
    let waits = true;
    const say = (found: Found) => waits && setTold(found);
    setTold("asking");
    app
      .office()
      .then((office) => office.findHolder(entity, field.id, value))
      .then(
        (found) => say(found && found.id !== record ? recordOf(found) : "unseen"),
        () => say("unknown"),
      );
    return () => {
      waits = false;
    };
  }, [app, held, entity, record, field.id, value]);
  return here ?? told;
}

function recordOf({ entity, id, version, values }: RecordDocument): LocalRecord {
  return cleanRecord(entity, [id, version, values]);
}
