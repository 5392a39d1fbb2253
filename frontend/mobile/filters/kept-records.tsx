/**
 * The records that the user pins or follows, by name, to be opened or let go.
 */
import type { Lens } from "../../blocks/lens";
import { iconNamed } from "../../fields/icon-named";
import type { How, KeptRecords } from "../../local/kept";
import { recordLabel } from "../../local/labels";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { useReading } from "../reading";
import { pathOf } from "../routes";

interface KeptRecord {
  readonly entity: string;
  readonly record: string;
  /** Both, where it is pinned and followed. */
  readonly ways: readonly How[];
}

/** More of them are rare, and each is marked on its own page. */
const MOST = 100;

export function KeptRecordList() {
  const app = useApp();
  const lens = current(app.lens);
  const kept = byRecord(app.core.replica.kept.list()).slice(0, MOST);
  if (kept.length === 0 || !lens) return null;
  return (
    <section aria-labelledby="filters-kept">
      <SectionHeader id="filters-kept" title={t("filter.page.records")} />
      <List labelledBy="filters-kept">
        {kept.map((one) => (
          <KeptRow key={`${one.entity}/${one.record}`} kept={one} lens={lens} />
        ))}
      </List>
    </section>
  );
}

function byRecord(all: ReturnType<KeptRecords["list"]>): readonly KeptRecord[] {
  const records = new Map<string, KeptRecord>();
  for (const { entity, record, how } of all) {
    const key = `${entity}/${record}`;
    records.set(key, { entity, record, ways: [...(records.get(key)?.ways ?? []), how] });
  }
  return [...records.values()];
}

function KeptRow({ kept, lens }: { readonly kept: KeptRecord; readonly lens: Lens }) {
  const app = useApp();
  const reading = useReading();
  const { entity, record, ways } = kept;
  const label = recordLabel(lens.metadata.model, app.core.replica.records, reading, entity, record);
  const kind = lens.text(lens.entity(entity)?.label);
  const name = "text" in label ? label.text : kind;
  return (
    <div class="app-kept">
      <ListRow
        leading={<Icon name={iconNamed(lens.entity(entity)?.icon, "database")} />}
        title={<span dir="auto">{name}</span>}
        note={[kind, ...ways.map((how) => t(WORDS[how].state))].join(" · ")}
        href={pageOf(lens, entity, record)}
      />
      {ways.map((how) => (
        <IconButton
          key={how}
          icon={WORDS[how].icon}
          label={t(WORDS[how].release, { name })}
          onPress={() => void app.savings.keep(entity, record, how, false, t(WORDS[how].released))}
        />
      ))}
    </div>
  );
}

const WORDS = {
  pin: {
    icon: "pin-off",
    state: "mobile.record.pinned",
    release: "filter.page.unpin",
    released: "mobile.keep.unpinned",
  },
  follow: {
    icon: "bell-off",
    state: "mobile.record.followed",
    release: "filter.page.unfollow",
    released: "mobile.keep.unfollowed",
  },
} as const;

/** The first page of the user's workspaces that shows such records. */
function pageOf(lens: Lens, entity: string, record: string): string | undefined {
  for (const workspace of lens.workspaces) {
    const page = workspace.pages.find((one) => one.kind === "detail" && one.entity === entity);
    if (page) return pathOf({ kind: "page", workspace: workspace.id, page: page.id, record });
  }
  return undefined;
}
