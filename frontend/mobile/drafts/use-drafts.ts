/**
 * The drafts of the open app, for the pages that show or make them.
 */
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { WholeForm } from "../../blocks/form/whole-form";
import { useApp } from "../app-context";
import type { Drafts } from "./drafts";
import { draftsOf } from "./drafts-of";
import { type Beginning, DraftKeeper } from "./keeper";

/** The drafts as they are on this phone now; null until they have been read. */
export function useDrafts(): Drafts | null {
  const app = useApp();
  const [drafts, setDrafts] = useState<Drafts | null>(null);
  useLayoutEffect(() => {
    let here = true;
    const found = draftsOf(app);
    // A store that cannot be read is told of by the app; a form can be filled in all the same.
    void found
      .refresh()
      .catch(() => undefined)
      .then(() => here && setDrafts(found));
    return () => {
      here = false;
    };
  }, [app]);
  return drafts;
}

/** Keep a form as a draft as long as it is open; whoever leaves it is asked what becomes of it. */
export function useDraft(form: WholeForm, drafts: Drafts, begun: () => Beginning): DraftKeeper {
  const app = useApp();
  const keeper = useMemo(() => {
    const taken = (values: readonly unknown[]) => app.pictures.taken(values);
    return new DraftKeeper({ form, beginning: begun(), drafts, clock: app.ports.clock, taken });
  }, [form]);
  useEffect(() => {
    const end = keeper.follow();
    app.openDraft.value = keeper;
    return () => {
      end();
      app.openDraft.value = null;
    };
  }, [app, keeper]);
  return keeper;
}
