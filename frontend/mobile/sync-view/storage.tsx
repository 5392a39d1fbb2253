/**
 * How much of this phone the store takes, how much it may, and whether the browser has promised to keep it.
 */
import { useEffect, useState } from "preact/hooks";
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import type { StorageFacts } from "../ports";

export function StorageHere() {
  const app = useApp();
  const { device } = app.ports;
  const [facts, setFacts] = useState<StorageFacts | null>(null);
  useEffect(() => {
    let gone = false;
    device
      .storageFacts()
      .then((found) => !gone && setFacts(found))
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [device]);
  if (!facts) return null;
  const persist = async () => {
    const persisted = await device.persist();
    setFacts({ ...facts, persisted });
    app.toasts.show(t(persisted ? "mobile.status.kept" : "mobile.status.not_kept"));
  };
  return (
    <section aria-labelledby="status-storage">
      <SectionHeader id="status-storage" title={t("mobile.status.storage")} />
      <List labelledBy="status-storage">
        {facts.used !== null && <ListRow title={t("mobile.status.used")} figure={formatBytes(facts.used)} />}
        {facts.quota !== null && (
          <ListRow title={t("mobile.status.quota")} figure={formatBytes(facts.quota)} />
        )}
        <ListRow title={t("mobile.status.persisted")} figure={persistedWord(facts.persisted)} />
      </List>
      {facts.persisted === false && (
        <div class="app-block">
          <p class="ui-quiet ui-small">{t("mobile.status.persist_help")}</p>
          <Button icon="hard-drive" onPress={() => void persist()}>
            {t("mobile.status.persist")}
          </Button>
        </div>
      )}
    </section>
  );
}

function persistedWord(persisted: boolean | null): string {
  if (persisted === null) return t("mobile.status.unknown");
  return persisted ? t("field.yes") : t("field.no");
}
