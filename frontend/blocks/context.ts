/**
 * What every block finds around it: the metadata, the records, how to write values, and where a tap leads.
 */
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Asker } from "../expressions/evaluate";
import type { PictureSource } from "../fields/contract";
import type { KeptRecords } from "../local/kept";
import type { Look, Workspace } from "../protocol";
import type { Reading } from "../values/types";
import type { Acting } from "./acting";
import type { FigureSource } from "./figures/source";
import type { Lens } from "./lens";
import type { WholeSource } from "./list/whole";
import type { RecordSource } from "./record-values";

/** Records of which nobody knows whether there are any. */
export interface Unknown {
  readonly why: string;
  /** What can be done about it. */
  readonly next: ComponentChildren;
}

export interface Blocks {
  readonly lens: Lens;
  readonly records: RecordSource;
  readonly reading: Reading;
  readonly pictures: PictureSource;
  readonly asker: Asker;
  readonly workspace: Workspace;
  /** The address of a page, for the record on show. */
  readonly pageHref: (page: string, record?: string) => string;
  /** Where the blocks stand in the workspace's document (`pages/orders`), for the designer to find them. */
  readonly node: string;
  /** How the group around says that blocks look. */
  readonly look: Look;
  /** The pages that stand around these blocks, from the outermost one in. */
  readonly around: readonly string[];
  readonly acting: Acting;
  /** Figures of all records; none where nobody can be asked. */
  readonly figures?: FigureSource;
  /** Why nobody knows which records of an entity there are; none where that is known; signals are read. */
  readonly unknown?: (entity: string) => Unknown | null;
  /** How much there is beyond this phone; none where nobody knows. */
  readonly wholes?: WholeSource;
  /** What the user pins and follows; signals are read. */
  readonly kept: Pick<KeptRecords, "has">;
  /** A reference to a record of which only the name is here was tapped. */
  readonly onAway: (entity: string, record: string) => void;
  /** The record that is open beside the list. */
  readonly openRecord: string | undefined;
}

export const BlocksContext = createContext<Blocks | null>(null);

export function useBlocks(): Blocks {
  const blocks = useContext(BlocksContext);
  if (!blocks) throw new Error("A block stands outside of a workspace");
  return blocks;
}
