/**
 * How many records a filter brings, and their size: by the office, or, without it, of what is on this phone.
 */
import { type Tree, unsupported } from "../../expressions/tree";
import { problemText } from "../../fields/problem-text";
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { useTrial } from "./trial";
import { useHere } from "./wording";

interface BringsProps {
  readonly entity: string;
  readonly condition: Tree;
  /** The office is known not to answer. */
  readonly away: boolean;
}

export function Brings({ entity, condition, away }: BringsProps) {
  const trial = useTrial(entity, away ? null : condition, 0);
  if (away || trial.kind === "away") return <Here entity={entity} condition={condition} />;
  if (trial.kind === "asking") return <span>{t("filter.brings.asking")}</span>;
  if (trial.kind === "refused") return <span>{problemText(trial.problem)}</span>;
  const { count, bytes } = trial.preview;
  return <span>{t("filter.brings.office", { count, size: formatBytes(bytes) })}</span>;
}

interface HereProps {
  readonly entity: string;
  readonly condition: Tree | null;
}

/** What meets the condition among the records on this phone, said to be just that. */
export function Here({ entity, condition }: HereProps) {
  const app = useApp();
  const lens = current(app.lens);
  if (!lens) return null;
  return <Counted entity={entity} condition={condition} lens={lens} />;
}

function Counted({ entity, condition, lens }: HereProps & { readonly lens: Parameters<typeof useHere>[0] }) {
  const app = useApp();
  const here = useHere(lens);
  const count = here(entity, condition);
  // Its sentence says that this app is too old for it, and "0" would be wrong.
  if (condition && unsupported(condition).length > 0) return null;
  if (!app.core.replica.records.loaded(entity)) return <span>{t("filter.brings.asking")}</span>;
  return <span>{t("filter.brings.here", { count })}</span>;
}
