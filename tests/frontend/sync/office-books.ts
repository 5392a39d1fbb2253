/**
 * The records of the small server in memory: what is written at the office, and what a device may hold of it.
 */
import type { Act, Row } from "../../../frontend/protocol";
import { type Stored, unwritten } from "./office-replies";

export class Books {
  head = 0;
  readonly records = new Map<string, Stored>();
  /** What the user keeps, and how. */
  readonly kept = new Set<string>();
  entities = ["customer", "sales_order"];
  /** Whether the device may hold the record. */
  scope: (record: Stored) => boolean = () => true;
  /** By entity the fields that rows hold; none given: all. */
  fields: Readonly<Record<string, readonly string[]>> = {};

  /** Write as somebody at the office. */
  write(entity: string, id: string, values: Record<string, unknown>): void {
    this.head += 1;
    const known = this.records.get(`${entity}/${id}`);
    const record = known ?? unwritten(entity, id);
    this.put(record, values, this.head);
  }

  /** Give a record an owner, as somebody at the office. */
  own(entity: string, id: string, owner: string): void {
    this.head += 1;
    const record = this.records.get(`${entity}/${id}`);
    if (record) Object.assign(record, { owner, version: record.version + 1, seq: this.head });
  }

  remove(entity: string, id: string): void {
    this.head += 1;
    const record = this.records.get(`${entity}/${id}`);
    if (record) Object.assign(record, { gone: true, version: record.version + 1, seq: this.head });
  }

  /** Write values straight into a record's scope, as a touch: nothing but its place in the stream changes. */
  touch(entity: string, id: string): void {
    this.head += 1;
    const record = this.records.get(`${entity}/${id}`);
    if (record) record.seq = this.head;
  }

  values(entity: string, id: string): Record<string, unknown> | null {
    const record = this.records.get(`${entity}/${id}`);
    return record && !record.gone ? record.values : null;
  }

  /** Everything a device should show: its scope, by key. */
  expected(): Record<string, unknown> {
    const inScope = [...this.records.values()].filter((record) => this.visible(record));
    return Object.fromEntries(
      inScope.map((record) => [`${record.entity}/${record.id}`, this.row(record)[2]]),
    );
  }

  /** The rows of an entity as a device should hold them. */
  rows(entity: string): Row[] {
    const all = [...this.records.values()].filter((record) => record.entity === entity);
    return all.filter((record) => this.visible(record)).map((record) => this.row(record));
  }

  protected row({ entity, id, version, values, owner }: Stored): Row {
    const fields = this.fields[entity];
    const given = Object.entries(values).filter(([name]) => fields?.includes(name) ?? true);
    return [id, version, { ...Object.fromEntries(given), ...(owner && { owner }) }];
  }

  protected put(record: Stored, values: Record<string, unknown>, seq: number): void {
    record.version += 1;
    record.seq = seq;
    for (const field of Object.keys(values)) record.fieldVersions[field] = record.version;
    const merged = Object.entries({ ...record.values, ...values }).filter(([, value]) => value !== null);
    record.values = Object.fromEntries(merged);
    this.records.set(`${record.entity}/${record.id}`, record);
  }

  protected keep(record: Stored, { entity, record: id, how, on }: Extract<Act, { kind: "keep" }>): void {
    record.seq = this.head;
    if (on) this.kept.add(`${how}/${entity}/${id}`);
    else this.kept.delete(`${how}/${entity}/${id}`);
  }

  protected visible(record: Stored): boolean {
    return !record.gone && this.entities.includes(record.entity) && this.scope(record);
  }

  protected missing(act: Act): boolean {
    const record = this.records.get(`${act.entity}/${act.record}`);
    return act.kind !== "create" && (!record || (record.gone && act.kind !== "restore"));
  }
}
