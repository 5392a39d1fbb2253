import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Avatar, accentOf, initials } from "../../../frontend/ui/avatar";
import { Badge } from "../../../frontend/ui/badge";
import { Button } from "../../../frontend/ui/button";
import { List } from "../../../frontend/ui/list";
import { ListRow } from "../../../frontend/ui/list-row";
import { Pill } from "../../../frontend/ui/pill";
import { Progress } from "../../../frontend/ui/progress";
import { STATES, StateMark } from "../../../frontend/ui/state";
import { TabBar } from "../../../frontend/ui/tab-bar";
import { ToastRegion } from "../../../frontend/ui/toast-region";
import { Toasts } from "../../../frontend/ui/toasts";

afterEach(cleanup);

describe("state", () => {
  it.each(STATES)("%s is said in a word even where only its icon shows", (state) => {
    const { container } = render(<StateMark state={state} quiet />);

    expect(container.textContent).not.toBe("");
    expect(container.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
  });

  it("[SYN-10] the pill says the state and opens its reason", () => {
    const onSelect = vi.fn();
    render(<Pill kind="waiting" word="3 to send" onSelect={onSelect} />);

    fireEvent.click(screen.getByRole("button", { name: "3 to send" }));

    expect(onSelect).toHaveBeenCalledOnce();
  });
});

describe("rows and bars", () => {
  it("a row is a link, a button or plain text, by what it was given", () => {
    const onSelect = vi.fn();
    render(
      <List label="Reports">
        <ListRow title="Lisbon" href="/r/1" current />
        <ListRow title="Berlin" onSelect={onSelect} figure="86 €" />
        <ListRow title="Total" figure="498 €" />
      </List>,
    );

    fireEvent.click(screen.getByRole("button", { name: /Berlin/ }));

    expect(screen.getByRole("link", { name: "Lisbon" }).getAttribute("aria-current")).toBe("true");
    expect(onSelect).toHaveBeenCalledOnce();
    expect(screen.getAllByRole("listitem").length).toBe(3);
  });

  it("the tab of the page is marked, and the badge is said in words", () => {
    render(
      <TabBar
        selected="home"
        tabs={[
          { id: "home", label: "Home", icon: "house", href: "/" },
          {
            id: "outbox",
            label: "Outbox",
            icon: "send",
            href: "/outbox",
            badge: 3,
            spokenLabel: "Outbox, 3 wait",
          },
        ]}
      />,
    );

    expect(screen.getByRole("link", { name: "Home" }).getAttribute("aria-current")).toBe("page");
    expect(screen.getByRole("link", { name: "Outbox, 3 wait" }).textContent).toContain("3");
  });

  it.each([
    [0, ""],
    [3, "3"],
    [1204, "999+"],
  ])("a badge of %i shows %j", (count, text) => {
    const { container } = render(<Badge count={count} />);

    expect(container.textContent).toBe(text);
  });

  it("progress says its counts, and claims no share while the total is unknown", () => {
    render(
      <>
        <Progress label="My work" done={1204} total={5000} />
        <Progress label="Pictures" done={0} total={undefined} />
      </>,
    );

    const [known, unknown] = screen.getAllByRole("progressbar") as HTMLProgressElement[];
    expect([known?.value, known?.max]).toEqual([1204, 5000]);
    expect(screen.getByText("1,204 of 5,000")).toBeTruthy();
    expect(unknown?.hasAttribute("value")).toBe(false);
  });

  it("a button without its own deed submits its form", () => {
    const onSubmit = vi.fn((event: Event) => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <Button kind="primary">Sign in</Button>
      </form>,
    );

    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));

    expect(onSubmit).toHaveBeenCalledOnce();
  });
});

describe("people", () => {
  it.each([
    ["Ana Lindqvist", "AL"],
    ["Åsa Maria von Öst", "ÅÖ"],
    ["Dieter", "D"],
    ["", ""],
  ])("%j is written %j", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  it("a person keeps one colour, and is named where no name stands beside", () => {
    render(<Avatar name="Bo Ek" labelled />);

    expect(screen.getByRole("img", { name: "Bo Ek" }).dataset.accent).toBe(accentOf(" bo ek "));
  });
});

it("notices stand in a polite region that is there before the first", async () => {
  const toasts = new Toasts();
  render(<ToastRegion toasts={toasts} />);
  const region = screen.getByRole("region", { name: "Notices" });
  const undo = vi.fn();

  toasts.show("Report deleted", { label: "Undo", run: undo });
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));

  expect(region.getAttribute("aria-live")).toBe("polite");
  expect(undo).toHaveBeenCalledOnce();
});
