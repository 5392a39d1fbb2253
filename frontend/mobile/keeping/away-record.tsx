/**
 * A record that was opened and is not on this phone: read at the office and shown, while it comes along for good.
 */
import { useEffect, useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { titleOf } from "../../blocks/record-values";
import type { LocalRecord } from "../../local/record";
import type { Page } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icon";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { PlacedBlocks } from "../pages/placed-block";
import { fetchRecord } from "./fetching";
import { GoneRecord } from "./gone-record";
import { shownRecord } from "./office-record";

interface AwayRecordProps {
  readonly page: Page;
  readonly record: string;
}

type Found =
  | { readonly kind: "asking" }
  | { readonly kind: "here"; readonly record: LocalRecord }
  /** The office has no such record for this user. */
  | { readonly kind: "gone" }
  | { readonly kind: "unreachable" };

export function AwayRecord({ page, record: id }: AwayRecordProps) {
  const app = useApp();
  const { lens, reading, records } = useBlocks();
  const [found, setFound] = useState<Found>({ kind: "asking" });
  const { entity } = page;

  async function ask(stillHere: () => boolean): Promise<void> {
    setFound({ kind: "asking" });
    try {
      await fetchRecord(app, entity, id, (document) => {
        if (stillHere()) setFound({ kind: "here", record: shownRecord(document) });
      });
    } catch (error) {
      if (stillHere()) setFound({ kind: error instanceof ProblemError ? "gone" : "unreachable" });
    }
  }

  useEffect(() => {
    let here = true;
    void ask(() => here);
    return () => {
      here = false;
    };
  }, [entity, id]);

  if (found.kind === "asking") return <SkeletonRows count={5} />;
  if (found.kind === "gone") return <GoneRecord entity={entity} record={id} />;
  if (found.kind === "unreachable") {
    const again = (
      <Button icon="rotate-cw" onPress={() => void ask(() => true)}>
        {t("mobile.late.again")}
      </Button>
    );
    const label = records.label(entity, id);
    return (
      <EmptyState icon="cloud-off" action={again}>
        {label ? t("mobile.away.named_unreachable", { name: label }) : t("mobile.away.record_unreachable")}
      </EmptyState>
    );
  }
  return (
    <>
      <p class="app-banner app-frozen ui-state-waiting" role="status">
        <Icon name="cloud" />
        <span>{t("mobile.away.from_office", { name: titleOf(lens, found.record, reading) })}</span>
      </p>
      <PlacedBlocks blocks={page.blocks} record={found.record} />
    </>
  );
}
