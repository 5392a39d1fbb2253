/**
 * Which of a list's values are searched.
 */
import type { ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { useBlocks } from "../context";
import type { ListModel } from "./list-model";
import { searchPaths } from "./query";
import "./list.css";

interface SearchByProps {
  readonly block: ListBlock;
  readonly model: ListModel;
}

export function SearchBy({ block, model }: SearchByProps) {
  const { lens } = useBlocks();
  const named = (path: string) => lens.text(lens.path(block.entity, path).at(-1)?.label);
  return (
    <span class="block-search-by">
      <select
        aria-label={t("mobile.block.search_by")}
        value={model.searched.value}
        onChange={(event) => model.searchBy(event.currentTarget.value)}
      >
        {searchPaths(block).map((path) => (
          <option key={path} value={path}>
            {named(path)}
          </option>
        ))}
        <option value="">{t("mobile.block.search_all")}</option>
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}
