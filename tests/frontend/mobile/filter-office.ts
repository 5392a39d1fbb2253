/** An office with filters that remembers what it was asked. */
import { vi } from "vitest";
import type { FilterPreview, FilterWrite, PersonalFilter } from "../../../frontend/protocol";
import { filter } from "./order-phone";
import { id } from "./phone-app";

export const SYSTEM = filter({
  id: id(71),
  label: { en: "Orders of this month" },
  condition: { op: "this-month", path: "created_on" },
  system: true,
});
export const OWN = filter();

export function office(first: readonly PersonalFilter[] = [SYSTEM, OWN]) {
  let filters = first;
  const preview: FilterPreview = { count: 214, bytes: 180_000, first: { [id(2)]: "SO-000001" } };
  return {
    listFilters: vi.fn(async () => filters),
    previewFilter: vi.fn(async () => preview),
    activateFilter: vi.fn(async (which: string, active: boolean) => {
      filters = filters.map((one) => (one.id === which ? { ...one, active } : one));
      return filters[0] as PersonalFilter;
    }),
    removeFilter: vi.fn(async (which: string) => {
      filters = filters.filter((one) => one.id !== which);
    }),
    resetFilters: vi.fn(async () => {
      filters = [SYSTEM, filter({ id: id(73), label: { en: "My open orders" }, template: id(74) })];
      return filters;
    }),
    saveFilter: vi.fn(async (which: string | null, { active = true, ...written }: FilterWrite) => {
      const saved = { ...OWN, ...written, active, id: which ?? id(72) };
      filters = which === null ? [...filters, saved] : filters.map((one) => (one.id === which ? saved : one));
      return saved;
    }),
  };
}
