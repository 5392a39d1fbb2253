/**
 * How most tests of the sync begin: an office with customers, and a phone that has them.
 */
import { Office } from "./office";
import { Phone, Wire } from "./phone";

export function officeWith(count: number): Office {
  const office = new Office();
  for (let at = 1; at <= count; at += 1) {
    office.write("customer", `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`, {
      name: `Customer ${at}`,
    });
  }
  return office;
}

export async function synced(office: Office): Promise<Phone> {
  const phone = await Phone.open(new Wire(office));
  await phone.sync();
  return phone;
}
