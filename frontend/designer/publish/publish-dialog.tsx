/**
 * Publishing: what changes on phones, what is in the way, what the users are told, and who sees the workspace.
 */
import { useEffect, useState } from "preact/hooks";
import type { Finding, Publication, RoleSummary } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { language, t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import type { IconName } from "../../ui/icon-names";
import { Select } from "../../ui/select";
import { Sheet } from "../../ui/sheet";
import { TextArea } from "../../ui/text-input";
import type { Editor } from "../editor";
import { Wrong } from "../inspector/properties";
import { errorWords, problemWords } from "../problem-words";
import { nodeByPath } from "../tree/nodes";
import { said } from "../words";
import { type Change, changesSince, type Effect } from "./changes";
import { EffectsSection } from "./effects-section";
import { RoleTicks } from "./role-ticks";
import "./publish.css";

type Urgency = NonNullable<Publication["urgency"]>;

const EFFECT_ICONS: Readonly<Record<Effect, IconName>> = {
  added: "plus",
  removed: "minus",
  renamed: "pencil",
  moved: "arrow-up-down",
  changed: "sliders-horizontal",
};
const SHOWN = 30;

interface PublishDialogProps {
  readonly editor: Editor;
  readonly onOpenApp: () => void;
  readonly onClose: () => void;
}

/** Seconds in which to go and see what was published. */
const TOLD_FOR = 15;

export function PublishDialog({ editor, onOpenApp, onClose }: PublishDialogProps) {
  const design = editor.store.design.value;
  const [note, setNote] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(design.roles));
  const [urgency, setUrgency] = useState<Urgency>("soft");
  const [roles, setRoles] = useState<readonly RoleSummary[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  // Asked only once the office has said that values would stay behind.
  const [behind, setBehind] = useState(false);
  const [leave, setLeave] = useState(false);
  const converting = editor.converting.value;
  const errors = editor.findings.value.filter(({ level }) => level === "error");
  const changes = changesSince(editor.published.value, editor.store.documents.value);

  useEffect(() => {
    editor.roles().then(setRoles, (error) => setWrong(errorWords(error)));
  }, [editor]);

  const publish = async () => {
    setBusy(true);
    setWrong(null);
    try {
      const words = note.trim();
      const told: Record<string, string> = words === "" ? {} : { [language.peek()]: words };
      const { publishedVersion: version } = await editor.publish({
        note: told,
        roles: [...chosen],
        urgency,
        leaveUnconverted: leave,
      });
      onClose();
      const open = { label: t("designer.open_app"), run: onOpenApp };
      editor.toasts.show(t("designer.published", { version }), open, TOLD_FOR);
    } catch (error) {
      setWrong(errorWords(error));
      setBehind(error instanceof ProblemError && error.problem.code === "field-not-convertible");
    } finally {
      setBusy(false);
    }
  };

  return (
    <Sheet
      open
      place="side"
      title={t("designer.publish_title", { name: said(design.workspace.title) })}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="primary"
            icon="rocket"
            disabled={busy || errors.length > 0 || roles === null}
            onPress={() => void publish()}
          >
            {t(busy ? "designer.publishing" : "designer.publish")}
          </Button>
        </>
      }
    >
      <div class="d-form">
        {errors.length > 0 && <Blocking editor={editor} errors={errors} onClose={onClose} />}
        <Changes changes={changes} first={design.publishedVersion === 0} />
        <EffectsSection
          editor={editor}
          roles={(roles ?? []).filter(({ id }) => chosen.has(id))}
          urgency={urgency}
        />
        <FormField label={t("designer.note")} help={t("designer.note_help")}>
          <TextArea value={note} onInput={setNote} rows={2} />
        </FormField>
        <FormField
          label={t("designer.who_sees")}
          group
          {...(chosen.size === 0 && { help: t("designer.nobody_sees") })}
        >
          <RoleTicks
            roles={roles ?? []}
            chosen={chosen}
            onChange={setChosen}
            onMake={async (label) => {
              const made = await editor.newRole(label);
              setRoles((now) => [...(now ?? []), made]);
              return made;
            }}
          />
        </FormField>
        <FormField label={t("designer.urgency")} help={t(`designer.urgency.${urgency}_help`)}>
          <Select
            value={urgency}
            onInput={(value) => setUrgency(value as Urgency)}
            options={(["silent", "soft", "hard"] as const).map((value) => ({
              value,
              label: t(`designer.urgency.${value}`),
            }))}
          />
        </FormField>
        {wrong && <Wrong alert>{wrong}</Wrong>}
        {(behind || leave) && (
          <Checkbox
            label={t("designer.leave_unconverted")}
            help={t("designer.leave_unconverted_help")}
            checked={leave}
            onChange={setLeave}
          />
        )}
        {converting && (
          <p role="status">
            <progress max={converting.total} value={converting.done} aria-hidden="true" />{" "}
            {t("designer.converting", { done: converting.done, total: converting.total })}
          </p>
        )}
      </div>
    </Sheet>
  );
}

interface BlockingProps {
  readonly editor: Editor;
  readonly errors: readonly Finding[];
  readonly onClose: () => void;
}

function Blocking({ editor, errors, onClose }: BlockingProps) {
  const go = ({ document, path }: Finding) => {
    const node = nodeByPath(editor.tree.peek(), { document, path });
    onClose();
    if (node) editor.goTo({ document, path: node.path });
  };
  return (
    <section class="d-blocking" aria-label={t("designer.blocking", { count: errors.length })}>
      <h3>
        <Icon name="circle-alert" />
        {t("designer.blocking", { count: errors.length })}
      </h3>
      <ul>
        {errors.map((finding) => (
          <li key={finding.path.join("/") + finding.problem.code}>
            <button type="button" onClick={() => go(finding)}>
              <span>{problemWords(finding.problem)}</span>
              <span class="ui-quiet">{nodeByPath(editor.tree.value, finding)?.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changes({ changes, first }: { readonly changes: readonly Change[]; readonly first: boolean }) {
  return (
    <section class="d-changes" aria-label={t("designer.changes")}>
      <h3>{t("designer.changes")}</h3>
      {first && <p class="ui-quiet">{t("designer.first_publication")}</p>}
      {!first && changes.length === 0 && <p class="ui-quiet">{t("designer.no_changes")}</p>}
      <ul>
        {changes.slice(0, SHOWN).map(({ effect, document, path, words }) => (
          <li key={`${effect} ${document} ${path.join("/")}`} class={`d-change d-change-${effect}`}>
            <Icon name={EFFECT_ICONS[effect]} />
            <span>{words}</span>
          </li>
        ))}
      </ul>
      {changes.length > SHOWN && (
        <p class="ui-quiet">{t("designer.more_changes", { count: changes.length - SHOWN })}</p>
      )}
    </section>
  );
}
