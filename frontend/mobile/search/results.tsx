/**
 * What was found: of each kind the best few, or of one kind all of it.
 */
import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Lens } from "../../blocks/lens";
import { iconNamed } from "../../fields/icon-named";
import { best, ordered } from "../../local/search-matches";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { SectionHeader } from "../../ui/section-header";
import { type ListPlace, VirtualList } from "../../ui/virtual-list";
import type { Reading } from "../../values/types";
import type { Group } from "./finder";
import { ResultRow } from "./result-row";

/** Of each kind, while several are shown. */
export const FIRST_FEW = 5;
const ROW_HEIGHT = 66;

interface GroupProps {
  readonly group: Group;
  readonly lens: Lens;
  readonly reading: Reading;
}

interface FirstOfKindProps extends GroupProps {
  /** The address of the search of this kind alone. */
  readonly all: string;
  readonly onAll: () => void;
}

export function FirstOfKind({ group, all, onAll, ...row }: FirstOfKindProps) {
  const { kind, matches } = group;
  const { lens } = row;
  const id = `found-${kind.entity.id}`;
  const count = matches.entries.length;
  const plural = lens.text(kind.entity.plural);
  return (
    <section class="search-kind" aria-labelledby={id}>
      <SectionHeader
        id={id}
        title={
          <>
            <Icon name={iconNamed(kind.entity.icon, "database")} />
            {plural}
          </>
        }
        count={formatNumber(count)}
      />
      <List labelledBy={id}>
        {best(matches, FIRST_FEW).map(({ record }) => (
          <ResultRow key={record.id} kind={kind} record={record} words={matches.words} {...row} />
        ))}
      </List>
      {count > FIRST_FEW && (
        <a class="search-all" href={all} onClick={onAll}>
          {t("mobile.search.all", { count, plural: plural.toLocaleLowerCase(lens.language) })}
        </a>
      )}
    </section>
  );
}

export function AllOfKind({ group, place, ...row }: GroupProps & { readonly place: Signal<ListPlace> }) {
  const { kind, matches } = group;
  const all = useMemo(() => ordered(matches), [matches]);
  return (
    <VirtualList
      count={all.length}
      rowKey={(index) => all[index]?.record.id ?? ""}
      renderRow={(index) => {
        const found = all[index];
        return found && <ResultRow kind={kind} record={found.record} words={matches.words} {...row} />;
      }}
      rowHeight={ROW_HEIGHT}
      label={row.lens.text(kind.entity.plural)}
      place={place}
    />
  );
}
