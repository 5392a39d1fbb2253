/**
 * The blocks of a page and where each stands: in the page, or in groups within groups.
 *
 * Works on whole documents and on documents as they are written.
 */
import type { Block, Page, Workspace } from "../protocol";
import type { Path } from "./document";

export interface Placed {
  readonly block: Block;
  readonly path: Path;
}

/** Each block of a list with its address, a group before what is in it. */
export function* walk(blocks: readonly Block[], list: Path): Generator<Placed> {
  for (const block of blocks) {
    const path = [...list, block.id];
    yield { block, path };
    if (block.type === "group") yield* walk(block.blocks ?? [], [...path, "blocks"]);
  }
}

export function blocksOf(page: Page): Generator<Placed> {
  return walk(page.blocks ?? [], ["pages", page.id, "blocks"]);
}

export interface OnPage extends Placed {
  readonly page: Page;
}

/** Each block of a workspace, with its page. */
export function* allBlocks(workspace: Workspace): Generator<OnPage> {
  for (const page of workspace.pages ?? []) {
    for (const placed of blocksOf(page)) yield { ...placed, page };
  }
}

/** The deepest block that an address leads to, on a page or inside its groups. */
export function blockAt(page: Page, path: Path): Placed | undefined {
  let blocks: readonly Block[] = page.blocks ?? [];
  let found: Placed | undefined;
  for (let length = 4; length <= path.length && path[length - 2] === "blocks"; length += 2) {
    const block = blocks.find(({ id }) => id === path[length - 1]);
    if (!block) break;
    found = { block, path: path.slice(0, length) };
    if (block.type !== "group") break;
    blocks = block.blocks ?? [];
  }
  return found;
}

/** The list that blocks of a page stand in, at an address or around it: the innermost group's, or the page's. */
export function listAround(page: Page, path: Path): Path {
  const top = ["pages", page.id, "blocks"];
  const placed = blockAt(page, path);
  if (!placed) return top;
  return placed.block.type === "group" ? [...placed.path, "blocks"] : placed.path.slice(0, -1);
}

/** Whether an address is one of blocks of a page, however deep. */
export function isBlockList(path: Path): boolean {
  return path[0] === "pages" && path.length > 2 && path.at(-1) === "blocks";
}
