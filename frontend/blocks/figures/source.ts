/**
 * What blocks ask beyond the records of this phone: how fresh and how whole they are, and the same of the office.
 */
import type { FiguresAsked, FiguresTold } from "../../protocol";

export interface FigureSource {
  /** When the office was last heard, as the wire writes moments; null: never. A signal is read. */
  readonly heard: () => string | null;
  /** Say such a moment as all ages on this phone are said. */
  readonly ago: (moment: string) => string;
  /** The profile brings all records of an entity that the user may read. A signal is read. */
  readonly whole: (entity: string) => boolean;
  /** Ask the office, which counts all that the user may read. @throws ProblemError, Unreachable */
  readonly ask: (entity: string, asked: FiguresAsked) => Promise<FiguresTold>;
}
