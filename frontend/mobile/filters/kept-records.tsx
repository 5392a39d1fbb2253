/**
 * The records that the user pins or follows, by name, to be opened or let go.
 */
import type { Lens } from "../../blocks/lens";
import { iconNamed } from "../../fields/icon-named";
import type { How } from "../../local/kept";
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
  readonly how: How;
}

/** More of them are rare, and each is marked on its own page. */
const MOST = 100;

export function KeptRecordList() {
  const app = useApp();
  const lens = current(app.lens);
  const kept = app.core.replica.kept.list().slice(0, MOST);
  if (kept.length === 0 || !lens) return null;
  return (
    <section aria-labelledby="filters-kept">
      <SectionHeader id="filters-kept" title={t("filter.page.records")} />
      <List labelledBy="filters-kept">
        {kept.map((one) => (
          <KeptRow key={`${one.how}/${one.entity}/${one.record}`} kept={one} lens={lens} />
        ))}
      </List>
    </section>
  );
}

function KeptRow({ kept, lens }: { readonly kept: KeptRecord; readonly lens: Lens }) {
  const app = useApp();
  const reading = useReading();
  const { entity, record, how } = kept;
  const label = recordLabel(lens.metadata.model, app.core.replica.records, reading, entity, record);
  const kind = lens.text(lens.entity(entity)?.label);
  const name = "text" in label ? label.text : kind;
  const words = WORDS[how];
  return (
    <div class="app-kept">
      <ListRow
        leading={<Icon name={iconNamed(lens.entity(entity)?.icon, "database")} />}
        title={<span dir="auto">{name}</span>}
        note={`${kind} · ${t(words.state)}`}
        href={pageOf(lens, entity, record)}
      />
      <IconButton
        icon={words.icon}
        label={t(words.release, { name })}
        onPress={() => void app.savings.keep(entity, record, how, false, t(words.released))}
      />
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
