/**
 * The bar over the panes: which workspace, the way back, what is saved, and Publish.
 */
import { accentNamed } from "../fields/accent";
import { iconNamed } from "../fields/icon-named";
import { t } from "../shared/messages";
import { Button, IconButton } from "../ui/button";
import { Icon } from "../ui/icon";
import { AccentIcon } from "../ui/tile";
import type { Editor } from "./editor";
import type { Shown } from "./editor-commands";
import { ProblemsButton } from "./problems/problems-button";
import type { Saving } from "./store";
import { OthersInBar } from "./together/others";
import { said } from "./words";

interface TopBarProps {
  readonly editor: Editor;
  readonly onLeave: () => void;
  readonly onShow: (shown: Shown) => void;
}

export function TopBar({ editor, onLeave, onShow }: TopBarProps) {
  const { workspace } = editor.whole.value;
  const { done, undone } = editor.store.history.value;
  const { changed, publishedVersion } = editor.store.design.value;
  const undo = done.at(-1)?.intention.label;
  const redo = undone.at(-1)?.intention.label;
  return (
    <header class="d-bar" data-pane="bar">
      <IconButton icon="arrow-left" label={t("designer.all_workspaces")} onPress={onLeave} />
      <span class="d-bar-name">
        <AccentIcon icon={iconNamed(workspace.icon, "layout-grid")} accent={accentNamed(workspace.accent)} />
        <h1>{said(workspace.title) || workspace.id}</h1>
      </span>
      <span class="d-bar-state">
        {publishedVersion === 0
          ? t("designer.state.unpublished")
          : t(changed ? "designer.state.changed" : "designer.state.published", { version: publishedVersion })}
      </span>
      <span class="d-bar-space" />
      <OthersInBar editor={editor} />
      <ProblemsButton editor={editor} onOpen={() => onShow("problems")} />
      <SavingMark editor={editor} saving={editor.store.saving.value} />
      <IconButton
        icon="undo-2"
        label={undo ? t("designer.undo_named", { label: undo }) : t("ui.undo")}
        disabled={undo === undefined}
        onPress={() => editor.undo()}
      />
      <IconButton
        icon="redo-2"
        label={redo ? t("designer.redo_named", { label: redo }) : t("designer.redo")}
        disabled={redo === undefined}
        onPress={() => editor.redo()}
      />
      <IconButton icon="qr-code" label={t("designer.open_app")} onPress={() => onShow("app")} />
      <IconButton icon="search" label={t("designer.palette")} onPress={() => onShow("palette")} />
      <IconButton
        icon="languages"
        label={t("designer.translations")}
        onPress={() => onShow("translations")}
      />
      <IconButton icon="keyboard" label={t("designer.keys")} onPress={() => onShow("help")} />
      <Button icon="cloud-off" onPress={() => onShow("offline")}>
        {t("designer.offline")}
      </Button>
      <Button kind="primary" icon="rocket" onPress={() => onShow("publish")}>
        {t("designer.publish")}
      </Button>
    </header>
  );
}

function SavingMark({ editor, saving }: { readonly editor: Editor; readonly saving: Saving }) {
  const next = encodeURIComponent(`/design/${editor.id}`);
  return (
    <span class={`d-saving d-saving-${saving}`} role="status">
      {saving === "saved" && (
        <>
          <Icon name="check" />
          {t("designer.saving.saved")}
        </>
      )}
      {(saving === "saving" || saving === "waiting") && t("designer.saving.saving")}
      {saving === "retrying" && (
        <>
          <Icon name="cloud-off" />
          {t("designer.saving.retrying")}
          <button type="button" onClick={() => editor.store.retry()}>
            {t("designer.try_now")}
          </button>
        </>
      )}
      {saving === "signedOut" && (
        <>
          <Icon name="lock" />
          {t("designer.saving.signed_out")}
          <a href={`/sign-in?next=${next}`}>{t("designer.sign_in")}</a>
        </>
      )}
    </span>
  );
}
