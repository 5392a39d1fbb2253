/**
 * The keys of the designer, behind the question mark.
 */
import { t } from "../shared/messages";
import { KeyHint } from "../ui/key-hint";
import { Sheet } from "../ui/sheet";

const KEYS = [
  ["designer.key.palette", "Mod+K"],
  ["designer.key.panes", "F6"],
  ["designer.key.properties", "Enter"],
  ["designer.key.undo", "Mod+Z"],
  ["designer.key.redo", "Mod+Shift+Z"],
  ["designer.key.walk", "↑+↓"],
  ["designer.key.open", "→+←"],
  ["designer.key.move", "Alt+↑+↓"],
  ["designer.key.regroup", "Alt+→+←"],
  ["designer.key.remove", "Delete"],
  ["designer.key.menu", "Shift+F10"],
  ["designer.key.help", "?"],
] as const;

export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Sheet open title={t("designer.keys")} onClose={onClose}>
      <dl class="d-keys">
        {KEYS.map(([key, keys]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <KeyHint keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
