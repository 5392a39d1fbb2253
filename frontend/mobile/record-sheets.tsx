/**
 * What comes up over any page about one record: what stands behind its name, or its conflicts.
 */
import { current } from "../ui/live";
import { useApp } from "./app-context";
import { ConflictSheet } from "./conflict/conflict-sheet";
import { AwaySheet } from "./keeping/away-sheet";

export function RecordSheets() {
  const app = useApp();
  const away = current(app.away);
  const conflict = current(app.conflict);
  return (
    <>
      {away && <AwaySheet {...away} />}
      {conflict && <ConflictSheet {...conflict} />}
    </>
  );
}
