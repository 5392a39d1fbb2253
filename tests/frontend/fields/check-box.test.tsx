/** A yes/no field in a form: a box to tick with its own label. */
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it } from "vitest";
import type { FormField as ShownField } from "../../../frontend/blocks/form/form-state";
import { FormState } from "../../../frontend/blocks/form/form-state";
import type { FieldTools } from "../../../frontend/fields/contract";
import { controls } from "../../../frontend/fields/controls";
import { FormField } from "../../../frontend/ui/form-field";
import type { Value } from "../../../frontend/values/types";
import { field } from "../metadata/builders";

afterEach(cleanup);

const reading = { locale: "en-GB" };
const tools = { reading } as FieldTools;
const URGENT = field("urgent", "yes_no");

function Ticked({ first, readOnly, help }: { first: Value; readOnly?: boolean; help?: string }) {
  const { Control, inline, begin } = controls.yes_no;
  const [input, setInput] = useState(() => begin(first, URGENT, reading));
  return (
    <FormField label="Urgent" help={help} inline={inline}>
      <Control field={URGENT} input={input} onInput={setInput} readOnly={readOnly} tools={tools} />
      <output>{JSON.stringify(input)}</output>
    </FormField>
  );
}

const box = () => screen.getByRole("checkbox", { name: "Urgent" }) as HTMLInputElement;
const held = () => screen.getByRole("status").textContent;

describe("[DSG-20] [L22] a yes/no field", () => {
  it("is a box to tick that its own label names", () => {
    render(<Ticked first={true} help="Today" />);

    const labels = [...(box().labels ?? [])].map((label) => label.textContent);

    expect([labels, box().checked]).toEqual([["Urgent"], true]);
    expect(document.getElementById(box().getAttribute("aria-describedby") ?? "")?.textContent).toBe("Today");
  });

  it("goes to yes and to no and back, by its label too", () => {
    render(<Ticked first={true} />);
    const seen = [held()];

    for (const target of [box(), screen.getByText("Urgent"), box()]) {
      fireEvent.click(target);
      seen.push(held());
    }

    expect(seen).toEqual(["true", "false", "true", "false"]);
  });

  it("that nobody has answered is neither, until it is touched", () => {
    render(<Ticked first={null} />);
    expect([box().indeterminate, box().checked, held()]).toEqual([true, false, "null"]);

    fireEvent.click(box());

    expect([box().indeterminate, box().checked, held()]).toEqual([false, true, "true"]);
  });

  it("that may not be changed cannot be ticked", () => {
    render(<Ticked first={false} readOnly />);

    expect(box().disabled).toBe(true);
  });

  it.each([true, false])("comes from the form as %j when that was ticked, and goes back in so", (answer) => {
    const shown: ShownField = { field: URGENT, label: "Urgent", help: "", readOnly: false, node: "n" };
    const form = new FormState({ fields: [shown], controls, reading, values: {} });

    form.set("urgent", answer);

    expect([form.check(), form.values]).toEqual([null, { urgent: answer }]);
    const again = new FormState({ fields: [shown], controls, reading, values: form.values });
    expect([again.input("urgent"), again.dirty.value]).toEqual([answer, false]);
  });

  it("that is not required may be saved unanswered", () => {
    const shown: ShownField = { field: URGENT, label: "Urgent", help: "", readOnly: false, node: "n" };

    const form = new FormState({ fields: [shown], controls, reading, values: {} });

    expect([form.check(), form.values]).toEqual([null, {}]);
  });
});
