import { signal } from "@preact/signals";
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Checkbox } from "../../../frontend/ui/checkbox";
import { FormField } from "../../../frontend/ui/form-field";
import { NumberInput } from "../../../frontend/ui/number-input";
import { Select } from "../../../frontend/ui/select";
import { TextInput } from "../../../frontend/ui/text-input";

afterEach(cleanup);

const described = (element: Element) =>
  (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent);

describe("the frame of a field", () => {
  it("ties label and help to the control inside it", () => {
    render(
      <FormField label="Amount" help="With tax." required>
        <NumberInput value="48,50" onInput={() => {}} />
      </FormField>,
    );

    const input = screen.getByLabelText(/Amount/);
    expect(described(input)).toEqual(["With tax."]);
    expect(input.getAttribute("aria-required")).toBe("true");
    expect(input.hasAttribute("aria-invalid")).toBe(false);
  });

  it("an error that appears marks the control and is read with it, and goes again", async () => {
    const error = signal<string | undefined>(undefined);
    render(
      <FormField label="Date" help="The day of travel." error={error}>
        <TextInput value="" onInput={() => {}} />
      </FormField>,
    );
    const input = screen.getByLabelText("Date");

    error.value = "Choose a day.";
    await vi.waitFor(() => expect(input.getAttribute("aria-invalid")).toBe("true"));
    const whileWrong = described(input);
    error.value = undefined;
    await vi.waitFor(() => expect(input.hasAttribute("aria-invalid")).toBe(false));

    expect(whileWrong).toEqual(["The day of travel.", "Choose a day."]);
    expect(described(input)).toEqual(["The day of travel."]);
  });

  it("several controls stand in a group that the label names", () => {
    render(
      <FormField label="Shared with" group>
        <Checkbox label="My team" checked={false} onChange={() => {}} />
      </FormField>,
    );

    const group = screen.getByRole("group", { name: "Shared with" });
    expect(group.contains(screen.getByRole("checkbox", { name: "My team" }))).toBe(true);
  });
});

describe("the controls", () => {
  it("hand on each character as it is typed, and the leaving", () => {
    const onInput = vi.fn();
    const onLeave = vi.fn();
    render(
      <FormField label="Amount">
        <NumberInput value="" onInput={onInput} onLeave={onLeave} />
      </FormField>,
    );
    const input = screen.getByLabelText("Amount");

    fireEvent.input(input, { target: { value: "12,5" } });
    fireEvent.blur(input);

    expect(onInput).toHaveBeenCalledWith("12,5");
    expect(onLeave).toHaveBeenCalledOnce();
  });

  it("numbers bring up the keyboard with or without a decimal sign", () => {
    render(
      <>
        <FormField label="Weight">
          <NumberInput value="" onInput={() => {}} unit="kg" />
        </FormField>
        <FormField label="Boxes">
          <NumberInput value="" onInput={() => {}} whole />
        </FormField>
      </>,
    );

    const modes = ["Weight", "Boxes"].map((label) => screen.getByLabelText(label).getAttribute("inputmode"));

    expect(modes).toEqual(["decimal", "numeric"]);
  });

  it("a choice that may be empty can be taken back", () => {
    const onInput = vi.fn();
    render(
      <FormField label="Currency">
        <Select value="EUR" onInput={onInput} emptyLabel="None" options={[{ value: "EUR", label: "Euro" }]} />
      </FormField>,
    );

    fireEvent.change(screen.getByLabelText("Currency"), { target: { value: "" } });

    expect(onInput).toHaveBeenCalledWith("");
  });
});
