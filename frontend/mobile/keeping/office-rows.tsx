/**
 * Below a list: what the office has of it beyond this phone, when the list is not taken along, or is searched.
 *
 * The first page of a list that no profile covers is read by itself and stays readable; a search is made on a tap.
 */
import { useEffect, useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { RecordRow } from "../../blocks/list/record-row";
import { problemText } from "../../fields/problem-text";
import type { ListBlock, RecordPage } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { shownRecord } from "./office-record";

interface OfficeRowsProps {
  readonly block: ListBlock;
  /** Tells lists of one entity apart. */
  readonly name: string;
  readonly typed: string;
}

/** Of a list from before it could say. */
const FETCHED = 50;

export function OfficeRows({ block, name, typed }: OfficeRowsProps) {
  const app = useApp();
  const { records } = useBlocks();
  const [found, setFound] = useState<RecordPage | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const { entity } = block;
  const taken = app.core.replica.metadata.value?.profile.entities.find(({ id }) => id === entity);
  const whole = taken?.rules.some(({ kind }) => kind === "all") ?? false;
  const uncovered = !taken;

  async function ask(stillHere: () => boolean, quietly: boolean): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const office = await app.office();
      const query = { limit: block.fetchSize ?? FETCHED, ...(typed && { search: typed }) };
      const page = await office.openList(entity, name, query);
      if (stillHere()) setFound(page);
    } catch (error) {
      if (!stillHere() || quietly) return;
      setFailure(
        error instanceof ProblemError ? problemText(error.problem) : t("mobile.away.search_unreachable"),
      );
    } finally {
      if (stillHere()) setBusy(false);
    }
  }

  useEffect(() => {
    let here = true;
    setFound(null);
    setFailure(undefined);
    if (uncovered && typed === "") void ask(() => here, true);
    return () => {
      here = false;
    };
  }, [entity, name, typed, uncovered]);

  if (whole || (!uncovered && typed === "")) return null;
  const kept = app.core.replica.recent.pages.value.size > 0 && app.core.replica.recent.page(entity, name);
  // What is not here is opened, and nothing else is done with it.
  const still = { ...block, swipe: [] };
  const beyond = (found?.records ?? []).filter(({ id }) => !records.held(entity, id));
  const heading = `office-${name}`;
  return (
    <section class="app-office" aria-labelledby={found ? heading : undefined}>
      {found && (
        <>
          <SectionHeader id={heading} title={t("mobile.away.office_rows")} />
          {beyond.length > 0 ? (
            <List labelledBy={heading}>
              {beyond.map((document) => (
                <RecordRow key={document.id} block={still} record={shownRecord(document)} />
              ))}
            </List>
          ) : (
            <p class="app-note">{t("mobile.away.nothing_more")}</p>
          )}
        </>
      )}
      <p class="app-note" role="status">
        {failure ?? (found ? t("mobile.away.office_total", { count: found.total }) : "")}
        {!found && !failure && kept ? t("mobile.away.kept_page", { total: kept.total }) : ""}
      </p>
      {!found && typed !== "" && (
        <div class="app-block">
          <Button icon="search" disabled={busy} onPress={() => void ask(() => true, false)}>
            {busy ? t("mobile.away.searching") : t("mobile.away.search", { typed: shortened(typed) })}
          </Button>
        </div>
      )}
    </section>
  );
}
