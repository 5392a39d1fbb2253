/**
 * Below a list: what the office has of it beyond this phone, when the list is not taken along, or is searched.
 *
 * The first page of a list that no profile covers is read by itself and stays readable; a search is made on a tap, by
 * the value that the list is searched by.
 */
import { useEffect, useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import type { ListModel } from "../../blocks/list/list-model";
import { searchPaths } from "../../blocks/list/query";
import { SearchBy } from "../../blocks/list/search-by";
import { problemText } from "../../fields/problem-text";
import type { ListBlock, RecordPage } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { officeQuery } from "./office-query";
import { shownRecord } from "./office-record";
import { OfficeRow } from "./office-row";
import { takenWhole } from "./wholes";

interface OfficeRowsProps {
  readonly block: ListBlock;
  /** Tells lists of one entity apart. */
  readonly name: string;
  readonly model: ListModel;
}

export function OfficeRows({ block, name, model }: OfficeRowsProps) {
  const app = useApp();
  const { lens, records } = useBlocks();
  const [found, setFound] = useState<RecordPage | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const { entity } = block;
  const typed = model.typed.value.trim();
  const path = model.searched.value;
  const view = model.view.value;
  const { replica } = app.core;
  const uncovered = !replica.metadata.value?.profile.entities.some(({ id }) => id === entity);

  async function ask(stillHere: () => boolean, quietly: boolean): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const office = await app.office();
      const query = officeQuery(lens, block, { typed, path, view });
      const page = await office.openList(entity, typed ? null : name, query);
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
  }, [entity, name, typed, path, view, uncovered]);

  if (takenWhole(app, entity) || (!uncovered && typed === "")) return null;
  const kept = replica.recent.pages.value.size > 0 && replica.recent.page(entity, name);
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
                <OfficeRow key={document.id} block={block} record={shownRecord(document)} />
              ))}
            </List>
          ) : (
            <p class="app-note">{t("mobile.away.nothing_more")}</p>
          )}
        </>
      )}
      <p class="app-note" role="status">
        {failure ?? (found ? foundWords(found, typed, model) : "")}
        {!found && !failure && kept ? t("mobile.away.kept_page", { total: kept.total }) : ""}
      </p>
      {typed !== "" && (
        <div class="app-block app-office-search">
          {!block.searchBy && searchPaths(block).length > 1 && <SearchBy block={block} model={model} />}
          {!found && (
            <Button icon="search" disabled={busy} onPress={() => void ask(() => true, false)}>
              {busy ? t("mobile.away.searching") : t("mobile.away.search", { typed: shortened(typed) })}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** How many there are, how many of them are here, and whether all of them were fetched. */
function foundWords({ total, records }: RecordPage, typed: string, model: ListModel): string {
  if (typed === "") return t("mobile.away.office_total", { count: total });
  const here = Math.min(total, model.found.value);
  const words = t("mobile.away.found_part", { found: total, here }).trim();
  return records.length < total
    ? `${words} ${t("mobile.away.first_shown", { shown: records.length })}`
    : words;
}
