/**
 * The way from an entity to its spreadsheets: rows in, records out. Its dialog loads when it is asked for.
 */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import type { Entity } from "../../protocol";
import type { Client } from "../../rest/client";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import type { ImportSheetProps } from "./import-sheet";

interface EntitySpreadsheetsProps {
  readonly client: Client;
  /** As it is published; null: it is not yet, and has no records. */
  readonly entity: Entity | null;
}

export function EntitySpreadsheets({ client, entity }: EntitySpreadsheetsProps) {
  const [Dialog, setDialog] = useState<ComponentType<ImportSheetProps> | null>(null);
  const [open, setOpen] = useState(false);
  const show = async () => {
    const { ImportSheet } = await import("./import-sheet");
    setDialog(() => ImportSheet);
    setOpen(true);
  };
  return (
    <section class="d-entity-sheets">
      <Button icon="table-2" disabled={!entity} onPress={() => void show()}>
        {t("designer.import.open_dialog")}
      </Button>
      {!entity && <p class="ui-field-help">{t("designer.import.unpublished")}</p>}
      {open && Dialog && entity && <Dialog client={client} entity={entity} onClose={() => setOpen(false)} />}
    </section>
  );
}
