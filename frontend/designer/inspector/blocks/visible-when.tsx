/**
 * For which records a block is there; a page without a record always shows it.
 */
import type { Block, Page } from "../../../protocol";
import { t } from "../../../shared/messages";
import { type RuleDocument, RuleProperty } from "../../rules/rule-property";

export function VisibleWhen({ block, page }: { readonly block: Block; readonly page: Page }) {
  if (page.kind === "list" && block.visibleWhen === null) return null;
  return (
    <RuleProperty
      of="visibleWhen"
      label={t("designer.visible_when")}
      help={t("designer.visible_when_help")}
      value={block.visibleWhen as RuleDocument | null}
      entity={page.entity}
      result="condition"
    />
  );
}
