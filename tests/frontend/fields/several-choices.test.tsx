/** A field that holds several choices: ticked in a form, marks beside each other on a page. */
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it } from "vitest";
import type { FieldTools } from "../../../frontend/fields/contract";
import { controls } from "../../../frontend/fields/controls";
import { DisplayedValue } from "../../../frontend/fields/registry";
import { FormField } from "../../../frontend/ui/form-field";
import { parse } from "../../../frontend/values/registry";
import type { Value } from "../../../frontend/values/types";
import { field } from "../metadata/builders";

afterEach(cleanup);

const reading = { locale: "en-GB" };
const tools = { reading } as FieldTools;
const choice = (id: string, retired = false) => ({
  id,
  label: { en: id.toUpperCase() },
  colour: null,
  retired,
});
const WEATHER = field("weather", "choice", {
  several: true,
  choices: [choice("wind"), choice("rain"), choice("fog", true)],
});

function Ticked({ first, readOnly }: { first: Value; readOnly?: boolean }) {
  const { Control, group, begin } = controls.choice;
  const [input, setInput] = useState(() => begin(first, WEATHER, reading));
  return (
    <FormField label="Weather" group={group?.(WEATHER)}>
      <Control field={WEATHER} input={input} onInput={setInput} readOnly={readOnly} tools={tools} />
      <output>{JSON.stringify(parse(input, WEATHER, reading).value)}</output>
    </FormField>
  );
}

const held = () => JSON.parse(screen.getByRole("status").textContent ?? "");
const box = (name: string) => screen.getByRole("checkbox", { name }) as HTMLInputElement;

describe("[DSG-19] several choices", () => {
  it("are boxes to tick under one label, and what is ticked is what the field holds", () => {
    render(<Ticked first={null} />);

    fireEvent.click(box("WIND"));
    fireEvent.click(box("RAIN"));

    expect(screen.getByRole("group", { name: "Weather" })).toBeTruthy();
    expect(held()).toEqual(["rain", "wind"]);
    fireEvent.click(box("WIND"));
    expect(held()).toEqual(["rain"]);
    fireEvent.click(box("RAIN"));
    expect(held()).toBeNull();
  });

  it("offer a retired one to the record that has it, and to no other", () => {
    render(<Ticked first={["fog"]} />);
    expect(box("FOG").checked).toBe(true);
    cleanup();

    render(<Ticked first={["rain"]} />);

    expect(screen.queryByRole("checkbox", { name: "FOG" })).toBeNull();
  });

  it("that may not be changed cannot be ticked", () => {
    render(<Ticked first={["rain"]} readOnly />);

    expect([box("WIND").disabled, box("RAIN").checked]).toEqual([true, true]);
  });

  it("stand beside each other on a page, in the order of the field's choices", () => {
    render(<DisplayedValue field={WEATHER} value={["fog", "rain", "wind"]} tools={tools} />);

    expect(document.body.textContent).toBe("WINDRAINFOG");
  });

  it.each([[["rain", "snow"]], ["rain"], [[null]]])("refuse %j, which is none of them", (given) => {
    expect(parse(given, WEATHER, reading).problem?.code).toBe("value-not-a-choice");
  });
});
