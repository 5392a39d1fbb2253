/**
 * The button that puts what a person typed on his clipboard, so that it can be kept anywhere.
 */
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { useApp } from "../app-context";

export function CopyTyped({ text }: { readonly text: () => string }) {
  const app = useApp();
  async function copy(): Promise<void> {
    try {
      await app.ports.device.copy(text());
      app.toasts.show(t("mobile.left.form_copied"));
    } catch {
      app.toasts.show(t("mobile.left.form_not_copied"), undefined, 10);
    }
  }
  return (
    <Button icon="copy" onPress={() => void copy()}>
      {t("mobile.left.form_copy")}
    </Button>
  );
}
