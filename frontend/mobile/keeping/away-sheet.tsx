/**
 * What stands behind a name when only the name is on this phone, and two ways to get the rest: now, or pinned.
 */
import { useState } from "preact/hooks";
import { problemText } from "../../fields/problem-text";
import { ProblemError } from "../../rest/errors";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";
import { useReading } from "../reading";
import { fetchRecord } from "./fetching";

interface AwaySheetProps {
  readonly entity: string;
  readonly record: string;
}

export function AwaySheet({ entity, record }: AwaySheetProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const close = () => {
    app.away.value = null;
  };
  const name = reading.resolve?.(entity, record) ?? lens?.text(lens.entity(entity)?.label) ?? "";
  const pinned = app.core.replica.kept.has(entity, record, "pin");

  async function get(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const arrived = await fetchRecord(app, entity, record);
      app.toasts.show(t(arrived ? "mobile.away.here" : "mobile.away.coming", { name }));
      close();
    } catch (error) {
      setFailure(error instanceof ProblemError ? problemText(error.problem) : t("mobile.away.unreachable"));
    } finally {
      setBusy(false);
    }
  }

  async function pin(): Promise<void> {
    if (await app.savings.keep(entity, record, "pin", true, t("mobile.away.pinned"))) close();
  }

  const actions = (
    <>
      {!pinned && (
        <Button icon="pin" onPress={() => void pin()}>
          {t("mobile.away.pin")}
        </Button>
      )}
      <Button kind="primary" icon="download" disabled={busy} onPress={() => void get()}>
        {busy ? t("mobile.away.getting") : t("mobile.away.get")}
      </Button>
    </>
  );
  return (
    <Sheet open title={<span dir="auto">{name}</span>} onClose={close} actions={actions}>
      <p>{t("mobile.away.only_name")}</p>
      <p class="ui-quiet">{t(pinned ? "mobile.away.pinned" : "mobile.away.ways")}</p>
      <div class="ui-field-error" role="alert">
        {failure && (
          <>
            <Icon name="circle-alert" />
            <span>{failure}</span>
          </>
        )}
      </div>
    </Sheet>
  );
}
