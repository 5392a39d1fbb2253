/**
 * A keyboard shortcut, key by key: `Mod+K` is ⌘ K on a Mac and Ctrl K elsewhere.
 */
import { onMac } from "./mac";
import "./key-hint.css";

const MAC_KEYS: Readonly<Record<string, string>> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Enter: "↵" };
const OTHER_KEYS: Readonly<Record<string, string>> = { Mod: "Ctrl" };

export function KeyHint({ keys }: { readonly keys: string }) {
  const names = onMac() ? MAC_KEYS : OTHER_KEYS;
  return (
    <span class="ui-keys">
      {keys.split("+").map((key) => (
        <kbd key={key}>{names[key] ?? key}</kbd>
      ))}
    </span>
  );
}
