/**
 * What opens over the panes: each loads when it is asked for.
 */
import type { FunctionComponent } from "preact";
import type { Editor } from "./editor";
import { editorCommands, type Shown } from "./editor-commands";
import { HelpSheet } from "./help-sheet";
import { Late } from "./late";
import { Palette } from "./palette/palette";
import { OpenAppSheet } from "./phone-address";
import { PublishDialog } from "./publish/publish-dialog";
import { AddSheets } from "./tree/add-menu";

interface DialogsProps {
  readonly editor: Editor;
  readonly shown: Shown | null;
  readonly show: (shown: Shown | null) => void;
  readonly onLeave: () => void;
}

type Dialog = FunctionComponent<{ readonly editor: Editor; readonly onClose: () => void }>;

const LATE = {
  offline: () => import("./offline/offline-panel").then(({ OfflinePanel }): Dialog => OfflinePanel),
  problems: () => import("./problems/problem-list").then(({ ProblemList }): Dialog => ProblemList),
  translations: () => import("./translations/translations").then(({ Translations }): Dialog => Translations),
} as const;

export function Dialogs({ editor, shown, show, onLeave }: DialogsProps) {
  const close = () => show(null);
  switch (shown) {
    case null:
      return null;
    case "publish":
      return <PublishDialog editor={editor} onOpenApp={() => show("app")} onClose={close} />;
    case "app":
      return <OpenAppSheet onClose={close} />;
    case "help":
      return <HelpSheet onClose={close} />;
    case "palette":
      return <Palette commands={editorCommands(editor, show, onLeave)} onClose={close} />;
    case "offline":
    case "problems":
    case "translations":
      return <Late key={shown} load={LATE[shown]} props={{ editor, onClose: close }} />;
    default:
      return <AddSheets adding={shown.adding} editor={editor} onClose={close} />;
  }
}
