/**
 * Below what the phone has found: of which kinds not everything is here, and the same search at the office.
 */
import { useEffect, useState } from "preact/hooks";
import type { Lens } from "../../blocks/lens";
import { titleOf } from "../../blocks/record-values";
import { problemText } from "../../fields/problem-text";
import { countStanding } from "../../local/counting";
import type { RecordPage } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { formatList } from "../../shared/formats";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { SectionHeader } from "../../ui/section-header";
import { StateMark } from "../../ui/state";
import type { Reading } from "../../values/types";
import { useApp } from "../app-context";
import { Age } from "../keeping/age";
import { shownRecord } from "../keeping/office-record";
import { askWhole, takenWhole, wholeOf } from "../keeping/wholes";
import type { Kind } from "./kinds";

interface SearchOfficeProps {
  readonly kinds: readonly Kind[];
  readonly typed: string;
  readonly lens: Lens;
  readonly reading: Reading;
}

interface Found {
  readonly kind: Kind;
  readonly page: RecordPage;
}

/** Of each kind. */
const MOST = 20;

export function SearchOffice({ kinds, typed, lens, reading }: SearchOfficeProps) {
  const app = useApp();
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const part = kinds.filter(({ entity }) => !takenWhole(app, entity.id));
  useEffect(() => {
    for (const { entity } of part) askWhole(app, entity.id, null);
  });
  useEffect(() => {
    setFound(null);
    setFailure("");
  }, [typed, kinds]);
  if (part.length === 0)
    return (
      <p class="search-foot">
        <Age />
      </p>
    );

  async function ask(): Promise<void> {
    setBusy(true);
    setFailure("");
    try {
      const office = await app.office();
      const query = { limit: MOST, search: typed };
      const asked = part.map(async (kind) => {
        return { kind, page: await office.openList(kind.entity.id, null, query) };
      });
      setFound(await Promise.all(asked));
    } catch (error) {
      setFailure(
        error instanceof ProblemError ? problemText(error.problem) : t("mobile.away.search_unreachable"),
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class="search-office" aria-labelledby="search-office">
      <SectionHeader id="search-office" title={t("mobile.away.kinds_part")} />
      <Shares kinds={part} lens={lens} />
      {typed !== "" && !found && (
        <div class="app-block">
          <Button icon="search" disabled={busy} onPress={() => void ask()}>
            {busy ? t("mobile.away.searching") : t("mobile.away.search", { typed: shortened(typed) })}
          </Button>
        </div>
      )}
      {found?.map(({ kind, page }) => (
        <FoundOfKind key={kind.entity.id} kind={kind} page={page} lens={lens} reading={reading} />
      ))}
      <p class="app-note" role="status">
        {failure || (found?.every(({ page }) => page.total === 0) ? t("mobile.away.nothing_more") : "")}
      </p>
      <p class="search-foot">
        <Age />
      </p>
    </section>
  );
}

interface SharesProps {
  readonly kinds: readonly Kind[];
  readonly lens: Lens;
}

/** How much of each kind is here; of those that nobody has told of, that there may be more. */
function Shares({ kinds, lens }: SharesProps) {
  const app = useApp();
  const { records } = app.core.replica;
  const lower = (words: Parameters<Lens["text"]>[0]) => lens.text(words).toLocaleLowerCase(lens.language);
  const told = kinds.map((kind) => {
    const here = countStanding(records.list(kind.entity.id));
    return { kind, here, whole: wholeOf(app, kind.entity.id, null) };
  });
  const unknown = told.filter(({ whole }) => whole?.kind !== "known");
  return (
    <ul class="search-shares">
      {told.map(({ kind, here, whole }) => {
        if (whole?.kind !== "known") return null;
        const count = Math.max(whole.count, here);
        if (count === 0) return null;
        const { id, label, plural } = kind.entity;
        const words = { about: String(whole.about), whole: count, here };
        return (
          <li key={id}>{t("mobile.list.part", { ...words, plural: lower(count === 1 ? label : plural) })}</li>
        );
      })}
      {unknown.length > 0 && (
        <li>
          {t("mobile.away.kinds_unknown", {
            kinds: formatList(unknown.map(({ kind }) => lower(kind.entity.plural))),
          })}
        </li>
      )}
    </ul>
  );
}

type FoundOfKindProps = Found & Pick<SearchOfficeProps, "lens" | "reading">;

function FoundOfKind({ kind: { entity, open }, page, lens, reading }: FoundOfKindProps) {
  const { records } = useApp().core.replica;
  const beyond = page.records.filter(({ id }) => !records.held(entity.id, id));
  if (beyond.length === 0) return null;
  const heading = `office-${entity.id}`;
  const here = page.records.length - beyond.length;
  return (
    <section aria-labelledby={heading}>
      <SectionHeader id={heading} title={lens.text(entity.plural)} />
      <List labelledBy={heading}>
        {beyond.map((document) => (
          <ListRow
            key={document.id}
            href={open?.(document.id)}
            title={<span dir="auto">{titleOf(lens, shownRecord(document), reading)}</span>}
            note={open ? undefined : t("mobile.search.no_page")}
            state={<StateMark state="offline" icon="cloud" word={t("mobile.away.at_office")} />}
          />
        ))}
      </List>
      {page.records.length < page.total && (
        <p class="app-note">
          {t("mobile.away.found_first", { found: page.total, shown: page.records.length, here })}
        </p>
      )}
    </section>
  );
}
