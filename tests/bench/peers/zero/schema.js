/** The orders as Zero knows them. */
import {
  ANYONE_CAN_DO_ANYTHING,
  boolean,
  createSchema,
  definePermissions,
  number,
  string,
  table,
} from "@rocicorp/zero";

const orders = table("orders")
  .columns({
    id: string(),
    name: string(),
    customer: string(),
    status: string(),
    currency: string(),
    amount_total: string(),
    amount_tax: string(),
    date_order: string(),
    salesperson: string(),
    invoiced: boolean(),
    priority: number(),
    tags: string(),
    note: string(),
    last_seen_at: string(),
  })
  .primaryKey("id");

export const schema = createSchema({
  tables: [orders],
  enableLegacyQueries: true,
  enableLegacyMutators: true,
});
export const permissions = definePermissions(schema, () => ({ orders: ANYONE_CAN_DO_ANYTHING }));
