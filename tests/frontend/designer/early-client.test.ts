/** What was asked for before the page was drawn answers the first call of its address, and no other. */
import { expect, it } from "vitest";
import { EarlyClient } from "../../../frontend/designer/early-client";
import { PROFILES } from "../../../frontend/designer/places";

function opened() {
  const asked: string[] = [];
  const client = new EarlyClient({
    fetch: async (address) => {
      asked.push(String(address));
      return Response.json({ answer: asked.length });
    },
  });
  return { asked, client };
}

it("a design that was begun is asked for once, and read anew the next time", async () => {
  const { asked, client } = opened();
  client.beginDesign("works");

  const [first, again] = [
    await client.call("GET", "/api/v1/designs/works"),
    await client.call("GET", "/api/v1/designs/works"),
  ];

  expect([first, again]).toEqual([{ answer: 1 }, { answer: 4 }]);
  expect(asked.slice(0, 3)).toEqual([
    "/api/v1/designs/works",
    "/api/v1/designs/works/practice",
    "/api/v1/designs/works/published",
  ]);
});

it("the page of profiles is no design", () => {
  const { asked, client } = opened();

  client.beginDesign(PROFILES);

  expect(asked).toEqual([]);
});
