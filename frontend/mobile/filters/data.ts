/**
 * The filters as the office has them now, or, without it, as this phone was told at the last sync.
 */
import { useEffect, useState } from "preact/hooks";
import type { PersonalFilter } from "../../protocol";
import { current } from "../../ui/live";
import { useApp } from "../app-context";

export type Filters =
  | { readonly kind: "loading" }
  /** `away`: the office does not answer; they are those of the last sync. */
  | { readonly kind: "here"; readonly filters: readonly PersonalFilter[]; readonly away: boolean };

interface FilterData {
  readonly data: Filters;
  readonly reload: () => Promise<void>;
  /** Take an answer of the office's in place of what is shown. */
  readonly show: (filters: readonly PersonalFilter[]) => void;
}

export function useFilters(): FilterData {
  const app = useApp();
  const [data, setData] = useState<Filters>({ kind: "loading" });
  const { standing } = app.core.replica;
  const show = (filters: readonly PersonalFilter[]) => setData({ kind: "here", filters, away: false });

  async function reload(): Promise<void> {
    try {
      const office = await app.office();
      show(await office.listFilters());
    } catch {
      const told = standing.peek()?.filters ?? [];
      const filters = told.map((one): PersonalFilter => ({ ...one, problems: [], template: null }));
      setData({ kind: "here", filters, away: true });
    }
  }

  const offline = current(app.core.sync.syncState).kind === "offline";
  useEffect(() => {
    void reload();
  }, [app, offline]);
  return { data, reload, show };
}
