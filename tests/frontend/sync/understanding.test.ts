import { expect, it } from "vitest";
import { EXPRESSIONS_VERSION } from "../../../frontend/expressions/version";
import { Phone, Wire } from "./phone";
import { officeWith, synced } from "./start";

it("[L45] the phone says which version of filters it understands, and keeps what it is told to lack", async () => {
  const office = officeWith(1);
  office.filters.newest = EXPRESSIONS_VERSION + 1;
  office.filters.brought = ["median-of", "within-distance"];

  const phone = await synced(office);
  phone.wire.up = false;
  const again = await phone.crash();

  expect(office.filters.understood).toBe(EXPRESSIONS_VERSION);
  expect(phone.replica.device.value?.lacking).toEqual(["median-of", "within-distance"]);
  expect(again.replica.device.value?.lacking).toEqual(["median-of", "within-distance"]);
  expect(Object.keys(await again.values())).toHaveLength(1);
});

it("[L45] what is lacked no more is forgotten with the next hello", async () => {
  const office = officeWith(1);
  office.filters.newest = EXPRESSIONS_VERSION + 1;
  office.filters.brought = ["within-distance"];
  const phone = await synced(office);
  office.filters.brought = [];

  const again = await Phone.open(new Wire(office), { disk: phone.disk });
  await again.sync();

  expect(again.replica.device.value?.lacking).toEqual([]);
});
