/**
 * What the app itself has to say over any page: that something was lost, that it can be updated, that a form is left.
 */
import { useApp } from "../app-context";
import { Leaving } from "./leaving";
import { LossNotice } from "./loss-notice";
import { UpdatePrompt } from "./update-prompt";

export function Prompts() {
  const app = useApp();
  const { loss, prompt } = app.core.replica;
  return (
    <>
      {loss.value && <LossNotice />}
      {prompt.value && <UpdatePrompt />}
      {app.leaving.value && <Leaving />}
    </>
  );
}
