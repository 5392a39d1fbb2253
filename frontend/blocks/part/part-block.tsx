/**
 * Another page inside this one: of the record on show, or of the one that its lookup points at.
 *
 * The office refuses parts that lead back to where they began; a page that stands around itself all the same is
 * left out here, so that nothing ends in a circle.
 */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import type { Page, PartBlock as PartDocument } from "../../protocol";
import { t } from "../../shared/messages";
import { SectionHeader } from "../../ui/section-header";
import type { Grounds } from "../conditions";
import { type Blocks, BlocksContext, useBlocks } from "../context";
import { singleRecord } from "../single-record";

interface PartBlockProps {
  readonly block: PartDocument;
  readonly record: LocalRecord | undefined;
  /** Draws the blocks of the page. */
  readonly children: (page: Page, record: LocalRecord | undefined) => ComponentChildren;
}

export function PartBlock({ block, record, children }: PartBlockProps) {
  const around = useBlocks();
  const { lens, workspace, node } = around;
  const page = lens.page(workspace, block.page);
  const inside = useMemo<Blocks>(
    () => ({ ...around, node: `pages/${block.page}`, around: [...around.around, block.page] }),
    [around, block.page],
  );
  if (!page || around.around.includes(page.id) || !lens.may("read", page.entity)) return null;
  const shown = aboutOf(around, block, page, record);
  const heading = `part-${block.id}`;
  const label = lens.text(block.label);
  if (shown === "empty") return null;
  return (
    <section
      class="block-part"
      aria-labelledby={label ? heading : undefined}
      data-node={`${node}/blocks/${block.id}`}
    >
      {label && <SectionHeader id={heading} title={label} />}
      {shown === "away" ? (
        <p class="block-empty">{t("mobile.record.elsewhere")}</p>
      ) : (
        <BlocksContext.Provider value={inside}>{children(page, shown)}</BlocksContext.Provider>
      )}
    </section>
  );
}

/** What the page inside is about; nothing, where it is a list of all. */
function aboutOf(
  grounds: Grounds,
  { through }: PartDocument,
  page: Page,
  record: LocalRecord | undefined,
): LocalRecord | undefined | "empty" | "away" {
  if (page.kind === "single") {
    const found = singleRecord(grounds, page);
    return found.kind === "found" ? leadTo(grounds, page.entity, found.record) : "empty";
  }
  if (!through) return record ?? (page.kind === "detail" ? "empty" : undefined);
  if (!record) return "empty";
  return leadTo(grounds, grounds.lens.field(record.entity, through)?.target, record.values[through]);
}

function leadTo({ records }: Grounds, entity: string | null | undefined, id: unknown) {
  if (!entity || typeof id !== "string") return "empty";
  return records.get(entity, id) ?? (records.loaded(entity) ? "away" : "empty");
}
