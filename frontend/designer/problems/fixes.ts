/**
 * What the designer can do about a finding at a press, where one answer is likely to be right.
 */
import type { Finding } from "../../protocol";
import { t } from "../../shared/messages";
import { offerAction } from "../commands/actions";
import { homeOf, isReached } from "../commands/offering";
import type { Documents, Intention } from "../document";
import { pageWords } from "../page-words";

export interface Fix {
  readonly label: string;
  readonly intention: Intention;
}

export function fixOf(documents: Documents, { path, problem }: Finding): Fix | null {
  if (problem.code !== "design-action-nowhere") return null;
  const action = documents.workspace.actions.find(({ id }) => id === path[1]);
  if (!action || isReached(documents, action)) return null;
  const home = homeOf(documents, action);
  const intention = home && offerAction(documents, home.id, action.id, true);
  return intention
    ? {
        label: t("designer.offer_on", { name: pageWords(documents.workspace, documents.model, home) }),
        intention,
      }
    : null;
}
