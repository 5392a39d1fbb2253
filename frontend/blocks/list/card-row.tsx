/**
 * One record as a card: a larger picture, and its values each on a line with what they are called.
 *
 * Every card of a list has the same lines, empty values too, since rows of a long list are all of one height.
 */
import { t } from "../../shared/messages";
import { RowFrame } from "../../ui/list-row";
import type { DrawnRow } from "./record-row";
import { Thumbnail } from "./row-content";
import "./card.css";

export function CardRow({ block, record, content, target }: DrawnRow) {
  const { title, figure, notes, status, marks } = content;
  return (
    <div class="block-card-place">
      <RowFrame class="block-card" {...target}>
        {block.image && <Thumbnail path={block.image} record={record} />}
        <span class="block-card-words">
          <span class="block-card-line">
            <span class="block-card-title" dir="auto">
              {record.state === "deleted" ? <del>{title}</del> : title}
            </span>
            {figure && <span class="block-card-figure">{figure}</span>}
            {!block.badge && marks}
          </span>
          {notes.map(({ path, label, text }) => (
            <span key={path} class="block-card-line">
              <span class="block-card-label">{label}</span>
              <span class="block-card-value" dir="auto">
                {text || (record.partial ? t("mobile.record.partial") : "–")}
              </span>
            </span>
          ))}
          {block.badge && (
            <span class="block-card-line block-card-state">
              {status}
              {marks}
            </span>
          )}
        </span>
      </RowFrame>
    </div>
  );
}
