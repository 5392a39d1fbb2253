import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { wholly } from "../../../frontend/designer/offline/profile-edits";
import { ProfilesPage } from "../../../frontend/designer/profiles/profiles-page";
import type { Profile, ProfileDesign } from "../../../frontend/protocol";
import { Client } from "../../../frontend/rest/client";
import { documents } from "./documents";

beforeAll(() => import("../../../frontend/designer/profiles/part-condition"));
beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal: vi.fn(), close: vi.fn() });
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

/** A server of one profile: writes on top of the newest revision only. */
class ProfileServer {
  design: ProfileDesign = {
    profile: {
      id: "drivers",
      version: 1,
      label: { en: "Drivers" },
      keepDays: 7,
      entities: [wholly("order"), { ...wholly("customer"), rules: [{ kind: "mine" }, { kind: "my_teams" }] }],
    },
    revision: 3,
    publishedVersion: 1,
    changed: false,
    assignments: [{ profile: "drivers", kind: "team", target: "t1", name: "Night shift" }],
    findings: [],
  };
  readonly given: unknown[] = [];
  readonly made: string[] = [];
  readonly client = new Client({
    fetch: async (address, options) => {
      const path = String(address).replace("/api/v1", "");
      const body = options?.body ? JSON.parse(String(options.body)) : null;
      const answer = this.#answer(`${options?.method} ${path}`, body);
      return answer instanceof Response ? answer : Response.json(answer);
    },
  });

  #answer(asked: string, body: { profile: Profile; revision: number; to: unknown[] }): unknown {
    switch (asked) {
      case "GET /session":
        return { csrf: "token" };
      case "GET /profiles":
        return [{ ...this.design, ...this.design.profile, entities: this.design.profile.entities.length }];
      case "GET /model":
        return documents().model;
      case "GET /roles":
        return [{ id: "driver", label: { en: "Driver" }, people: 3, mine: false }];
      case "GET /profiles/drivers":
        return this.design;
      case "PUT /profiles/drivers":
        if (body.revision !== this.design.revision) {
          const problem = {
            code: "design-moved",
            arguments: {},
            field: null,
            sentence: "Moved.",
            remedy: null,
          };
          return Response.json(problem, { status: 409 });
        }
        this.design = { ...this.design, profile: body.profile, revision: body.revision + 1, changed: true };
        return this.design;
      case "PUT /profiles/drivers/assignments":
        this.given.push(body.to);
        return this.design;
      case "POST /profiles/drivers/publish":
        this.design = { ...this.design, changed: false, publishedVersion: 2 };
        return { ...this.design, metadataVersion: 9 };
      case "PUT /profiles/new_profile":
      case "PUT /profiles/new_profile_2":
        this.made.push(body.profile.id);
        return { ...this.design, profile: body.profile };
      case "GET /profiles/new_profile":
        return { ...this.design, profile: { ...this.design.profile, id: "new_profile", label: {} } };
      default:
        return Response.json({ code: "not-found", arguments: {} }, { status: 404 });
    }
  }

  part(id: string) {
    return this.design.profile.entities.find((one) => one.id === id);
  }
}

async function opened(server: ProfileServer): Promise<void> {
  render(<ProfilesPage client={server.client} onLeave={() => {}} />);
  await screen.findByRole("table");
}

it("[MET-06] what a profile takes along is changed by choosing, and reaches phones when it is published", async () => {
  const server = new ProfileServer();
  await opened(server);

  fireEvent.change(screen.getByRole("combobox", { name: "Which Orders" }), { target: { value: "mine" } });
  fireEvent.change(screen.getByRole("combobox", { name: "Changes of Orders" }), {
    target: { value: "down" },
  });
  await vi.waitFor(() => expect(server.design.revision).toBe(5));

  expect(server.part("order")?.rules).toEqual([{ kind: "mine" }]);
  expect(server.part("order")?.direction).toBe("down");
  fireEvent.click(screen.getByRole("button", { name: "Publish" }));
  await screen.findByText("Published. Phones follow with their next sync.");
  expect(server.design.publishedVersion).toBe(2);
});

it("rules that this page does not write are told and kept", async () => {
  const server = new ProfileServer();
  await opened(server);
  const rules = server.part("customer")?.rules;
  const select = screen.getByRole<HTMLSelectElement>("combobox", { name: "Which Customers" });

  expect(select.selectedOptions[0]?.textContent).toBe("By other rules");
  fireEvent.change(screen.getByRole("combobox", { name: /Pictures and files of Customers/ }), {
    target: { value: "none" },
  });
  await vi.waitFor(() => expect(server.part("customer")?.files).toBe("none"));

  expect(server.part("customer")?.rules).toEqual(rules);
});

it("[MET-06] a condition says which records go along, and is read again as it was written", async () => {
  const server = new ProfileServer();
  await opened(server);
  const which = screen.getByRole<HTMLSelectElement>("combobox", { name: "Which Orders" });

  fireEvent.change(which, { target: { value: "custom" } });
  const formula = await screen.findByLabelText("Formula", { selector: "textarea" });
  fireEvent.click(screen.getByRole("button", { name: "Use rule", hidden: true }));
  expect(server.part("order")?.rules, "nothing is no condition").toEqual([{ kind: "all" }]);
  fireEvent.input(formula, { target: { value: '[Status] = "Open"' } });
  fireEvent.click(screen.getByRole("button", { name: "Use rule", hidden: true }));

  const written = await screen.findByRole("button", { name: /^Change the rule Which Orders: / });
  expect(written.textContent).toBe('[Status] = "Open"');
  expect(server.part("order")?.rules).toEqual([
    { kind: "custom", condition: { op: "eq", path: "status", value: "open" } },
  ]);
  expect(which.value).toBe("custom");
  fireEvent.change(which, { target: { value: "mine" } });
  await vi.waitFor(() => expect(server.part("order")?.rules).toEqual([{ kind: "mine" }]));
  expect(screen.queryByRole("button", { name: /^Change the rule/ })).toBeNull();
});

it("an entity is added, and left at the office again", async () => {
  const server = new ProfileServer();
  server.design = { ...server.design, profile: { ...server.design.profile, entities: [] } };
  await opened(server);

  fireEvent.change(screen.getByRole("combobox", { name: /Take along/ }), { target: { value: "customer" } });
  fireEvent.click(await screen.findByRole("button", { name: "Leave Customers at the office" }));

  await vi.waitFor(() => expect(server.design.revision).toBe(5));
  expect(server.design.profile.entities).toEqual([]);
});

it("a role is given the profile, and the teams and people that have it keep it", async () => {
  const server = new ProfileServer();
  await opened(server);

  fireEvent.click(screen.getByRole("checkbox", { name: /Driver/ }));

  await vi.waitFor(() => expect(server.given.length).toBe(1));
  expect(server.given[0]).toEqual([
    { kind: "team", target: "t1" },
    { kind: "role", target: "driver" },
  ]);
  expect(screen.getByText("Also given to Night shift.")).toBeTruthy();
});

it("what somebody else wrote meanwhile is said and shown", async () => {
  const server = new ProfileServer();
  await opened(server);
  server.design = {
    ...server.design,
    revision: 8,
    profile: { ...server.design.profile, label: { en: "Lorry drivers" } },
  };

  fireEvent.change(screen.getByRole("combobox", { name: "Which Orders" }), { target: { value: "mine" } });

  await screen.findByDisplayValue("Lorry drivers");
  expect(screen.getByRole("alert").textContent).toContain("has changed since");
  expect(server.part("order")?.rules).toEqual([{ kind: "all" }]);
});

it("a second press while a profile is being made makes no second one, and the next does", async () => {
  const server = new ProfileServer();
  await opened(server);
  const button = screen.getByRole("button", { name: "New profile" });

  fireEvent.click(button);
  fireEvent.click(button);
  await vi.waitFor(() => expect(screen.getByRole("textbox", { name: "Name" })).toBe(document.activeElement));
  expect(server.made).toEqual(["new_profile"]);

  fireEvent.click(button);
  await vi.waitFor(() => expect(server.made.length).toBe(2));
});
