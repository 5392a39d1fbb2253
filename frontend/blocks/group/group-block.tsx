/**
 * Blocks under one heading and one look, below each other, or side by side where there is room.
 *
 * The look is a few attributes that tokens hang on, so that every block inside takes it up by itself.
 */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import { iconNamed } from "../../fields/icon-named";
import type { GroupBlock as GroupDocument } from "../../protocol";
import { Icon } from "../../ui/icon";
import { type Blocks, BlocksContext, useBlocks } from "../context";
import { lookInside } from "./look";
import "./group.css";

interface GroupBlockProps {
  readonly block: GroupDocument;
  /** The blocks inside. */
  readonly children: ComponentChildren;
}

export function GroupBlock({ block, children }: GroupBlockProps) {
  const around = useBlocks();
  const { lens } = around;
  const node = `${around.node}/blocks/${block.id}`;
  const inside = useMemo<Blocks>(
    () => ({ ...around, node, look: lookInside(around.look, block.look) }),
    [around, node, block],
  );
  const { colour, filled, size, weight } = inside.look;
  const label = lens.text(block.label);
  const heading = `group-${node.replaceAll("/", "-")}`;
  return (
    <section
      class={`block-group${filled ? " block-group-filled" : ""}`}
      aria-labelledby={label ? heading : undefined}
      data-node={node}
      data-accent={colour ? accentNamed(colour) : undefined}
      data-coloured={colour ? "" : undefined}
      data-size={size ?? undefined}
      data-weight={weight ?? undefined}
    >
      {label && (
        <h2 id={heading} class="block-group-title">
          {block.icon && <Icon name={iconNamed(block.icon, "group")} />}
          {label}
        </h2>
      )}
      <BlocksContext.Provider value={inside}>
        <div class={`block-group-${block.direction}`}>{children}</div>
      </BlocksContext.Provider>
    </section>
  );
}
