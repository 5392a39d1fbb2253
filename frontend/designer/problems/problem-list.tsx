/**
 * Everything that the checks find in a design, what is in the way of publishing first, each a press from its place.
 */
import type { Finding } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icon";
import { Sheet } from "../../ui/sheet";
import type { Editor } from "../editor";
import { problemWords } from "../problem-words";
import { nodeByPath } from "../tree/nodes";
import { fixOf } from "./fixes";
import "./problems.css";

interface ProblemListProps {
  readonly editor: Editor;
  readonly onClose: () => void;
}

const LEVELS = ["error", "warning"] as const;

export function ProblemList({ editor, onClose }: ProblemListProps) {
  const findings = editor.findings.value;
  return (
    <Sheet open place="side" title={t("designer.problems")} onClose={onClose}>
      {findings.length === 0 && <EmptyState icon="circle-check">{t("designer.problems_none")}</EmptyState>}
      <div class="d-problems">
        {LEVELS.map((level) => (
          <Level
            key={level}
            editor={editor}
            level={level}
            findings={findings.filter((one) => one.level === level)}
            onClose={onClose}
          />
        ))}
      </div>
    </Sheet>
  );
}

interface LevelProps extends ProblemListProps {
  readonly level: Finding["level"];
  readonly findings: readonly Finding[];
}

function Level({ editor, level, findings, onClose }: LevelProps) {
  if (findings.length === 0) return null;
  const title = t(`designer.problems.${level}`, { count: findings.length });
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.document}/${finding.path.join("/")}/${finding.problem.code}`}>
            <button
              class={`d-problem d-problem-${level}`}
              type="button"
              onClick={() => {
                onClose();
                goTo(editor, finding);
              }}
            >
              <Icon name={level === "error" ? "circle-alert" : "triangle-alert"} />
              <span>
                <span>{problemWords(finding.problem)}</span>
                <span class="ui-quiet">{placeWords(editor, finding)}</span>
              </span>
              <Icon name="chevron-right" />
            </button>
            <FixButton editor={editor} finding={finding} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FixButton({ editor, finding }: { readonly editor: Editor; readonly finding: Finding }) {
  const fix = fixOf(editor.whole.value, finding);
  if (!fix) return null;
  return (
    <div class="d-problem-fix">
      <Button onPress={() => editor.run(fix.intention)}>{fix.label}</Button>
    </div>
  );
}

/** Show what a finding is about: the nearest node that has a row of its own. */
export function goTo(editor: Editor, { document, path }: Finding): void {
  const node = nodeByPath(editor.tree.peek(), { document, path });
  const place = node?.path ?? (document === "model" ? path.slice(0, 4) : []);
  if (place.length > 0 || document === "workspace") editor.goTo({ document, path: [...place] });
}

/** Say where a finding stands, from the outside in. */
function placeWords(editor: Editor, { document, path }: Finding): string {
  const words: string[] = [];
  for (let length = 2; length <= path.length; length += 2) {
    const node = nodeByPath(editor.tree.value, { document, path: path.slice(0, length) });
    if (node && words.at(-1) !== node.label) words.push(node.label);
  }
  return words.join(" › ") || path.join(" › ");
}
