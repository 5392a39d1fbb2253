/**
 * Works offline? Each page and action, for the people of each role: yes, or why not and what mends it.
 */
import { useEffect, useState } from "preact/hooks";
import type { OfflineAudience, OfflineGap, OfflineReport } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Sheet } from "../../ui/sheet";
import { SkeletonRows } from "../../ui/skeleton";
import type { Editor, TakenAlong } from "../editor";
import { Wrong } from "../inspector/properties";
import { entityOf } from "../model-view";
import { errorWords, problemWords } from "../problem-words";
import { nodeByPath } from "../tree/nodes";
import { said } from "../words";
import { Taken } from "./taken";
import { type Reason, type Verdict, verdictsOf } from "./verdicts";
import "./offline.css";

export function OfflinePanel({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const [report, setReport] = useState<OfflineReport | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // By the profile's name: what it is to be published with last.
  const [taken, setTaken] = useState<ReadonlyMap<string, TakenAlong>>(new Map());
  const { revision } = editor.store.design.value;
  const load = () =>
    editor.offline().then(
      (found) => {
        setReport(found);
        setWrong(null);
      },
      (error) => setWrong(errorWords(error)),
    );
  useEffect(() => void load(), [revision]);
  const mend = async (audience: OfflineAudience, gap: OfflineGap) => {
    setBusy(true);
    try {
      const mended = await editor.takeAlong(audience, gap);
      setTaken((now) => new Map(now).set(mended.name, mended));
      await load();
    } catch (error) {
      setWrong(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  const go = ({ path }: OfflineGap) => {
    onClose();
    editor.goTo({ document: "workspace", path: path.slice(0, path.length - (path.length % 2)) });
  };
  return (
    <Sheet open place="side" title={t("designer.offline")} onClose={onClose}>
      <div class="d-offline">
        {wrong && <Wrong alert>{wrong}</Wrong>}
        {[...taken.values()].map((one) => (
          <Taken key={one.name} taken={one} onWrong={setWrong} />
        ))}
        {!report && !wrong && <SkeletonRows count={6} />}
        {report?.audiences.map((audience) => (
          <Audience
            key={audience.role ?? ""}
            editor={editor}
            audience={audience}
            busy={busy}
            onMend={(gap) => void mend(audience, gap)}
            onGo={go}
          />
        ))}
      </div>
    </Sheet>
  );
}

interface AudienceProps {
  readonly editor: Editor;
  readonly audience: OfflineAudience;
  readonly busy: boolean;
  readonly onMend: (gap: OfflineGap) => void;
  readonly onGo: (gap: OfflineGap) => void;
}

function Audience({ editor, audience, busy, onMend, onGo }: AudienceProps) {
  const verdicts = verdictsOf(editor.whole.value.workspace, editor.whole.value.model, audience);
  const working = verdicts.filter(({ reasons }) => reasons.length === 0).length;
  const name = audience.role === null ? t("designer.offline.nobody") : said(audience.label) || audience.role;
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <p class="ui-quiet ui-small">{t("designer.offline.works", { working, total: verdicts.length })}</p>
      <ul>
        {verdicts.map((verdict) => (
          <Line key={verdict.path.join("/")} verdict={verdict} note={noteOf(editor, verdict)}>
            {verdict.reasons.map((reason) => (
              <ReasonLine
                key={reason.gap.path.join("/") + reason.gap.problem.code}
                editor={editor}
                reason={reason}
                busy={busy}
                onMend={onMend}
                onGo={onGo}
              />
            ))}
          </Line>
        ))}
      </ul>
    </section>
  );
}

interface LineProps {
  readonly verdict: Verdict;
  /** Which one, where several have one name. */
  readonly note: string;
  readonly children: preact.ComponentChildren;
}

function Line({ verdict, note, children }: LineProps) {
  const works = verdict.reasons.length === 0;
  return (
    <li class={works ? "d-offline-works" : "d-offline-lacks"}>
      <span class="d-offline-name">
        <Icon name={works ? "circle-check" : "triangle-alert"} />
        {verdict.name}
        <span class="ui-quiet ui-small">{note}</span>
        <span class="ui-hidden">{t(works ? "designer.offline.yes" : "designer.offline.no")}</span>
      </span>
      {children}
    </li>
  );
}

interface ReasonLineProps extends Omit<AudienceProps, "audience"> {
  readonly reason: Reason;
}

function ReasonLine({ editor, reason: { gap, count }, busy, onMend, onGo }: ReasonLineProps) {
  const entity = gap.entity && entityOf(editor.whole.value.model, gap.entity);
  return (
    <div class="d-offline-reason">
      <button type="button" onClick={() => onGo(gap)}>
        {problemWords(gap.problem)}
        {count > 1 && ` ${t("designer.offline.places", { count })}`}
      </button>
      {gap.mendable && entity && (
        <Button disabled={busy} onPress={() => onMend(gap)}>
          {t("designer.offline.take", { name: said(entity.plural) || entity.id })}
        </Button>
      )}
      {gap.entity && !gap.mendable && <p class="ui-quiet ui-small">{t("designer.offline.publish_first")}</p>}
    </div>
  );
}

function noteOf(editor: Editor, { path }: Verdict): string {
  const node = nodeByPath(editor.tree.value, { document: "workspace", path });
  return node?.note ?? (node && t(`designer.palette.kind.${node.kind}`)) ?? "";
}
