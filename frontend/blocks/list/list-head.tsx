/**
 * What stands on top of a list while its rows scroll: the search, what is searched, and the views.
 */
import type { ListBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Chips } from "../../ui/chips";
import { SearchField } from "../../ui/search-field";
import { useBlocks } from "../context";
import type { ListModel } from "./list-model";
import { SearchBy } from "./search-by";
import "./list.css";

interface ListHeadProps {
  readonly block: ListBlock;
  readonly model: ListModel;
  readonly plural: string;
}

export function ListHead({ block, model, plural }: ListHeadProps) {
  const { lens, node, unknown } = useBlocks();
  // A phone may hold a list from before it could hide its search.
  const searches = block.searchBar ?? true;
  const views = block.views.length > 1;
  // No number rather than "0" of what is on its way.
  const known = !unknown?.(block.entity);
  return (
    <div class={searches || views ? "block-list-head" : undefined} data-node={`${node}/blocks/${block.id}`}>
      {searches && (
        <div class="block-list-search" onFocusIn={() => model.prepareSearch()}>
          <SearchField
            value={model.typed}
            onSearch={(typed) => model.search(typed)}
            label={t("mobile.list.search", { plural: plural.toLocaleLowerCase() })}
          />
          {block.searchBy && <SearchBy block={block} model={model} />}
        </div>
      )}
      {views && (
        <Chips
          label={t("mobile.list.show")}
          chips={block.views.map((view) => ({
            id: view.id,
            label: lens.text(view.label),
            count: known ? formatted(model.countOf(view.id)) : undefined,
          }))}
          selected={model.view}
          onSelect={(view) => model.choose(view)}
        />
      )}
    </div>
  );
}

function formatted(count: number | null): string | undefined {
  return count === null ? undefined : formatNumber(count);
}
