/**
 * E-mail and password, and one sentence when they do not belong together or nobody answers.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { problemText } from "../../fields/problem-text";
import { ProblemError, Unreachable } from "../../rest/errors";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { TextInput } from "../../ui/text-input";
import "./sign-in.css";

interface SignInFormProps {
  /** @throws ProblemError, Unreachable */
  readonly onSignIn: (email: string, password: string) => Promise<void>;
  /** The address of who was here last. */
  readonly email?: string | null;
  /** Why the user is asked again. */
  readonly reason?: string;
  /** Where he may go on without. */
  readonly onLater?: () => void;
}

export function SignInForm({ onSignIn, email: known, reason, onLater }: SignInFormProps) {
  const [email, setEmail] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    if (!email.trim() || !password) {
      setFailure(t("mobile.sign_in.both"));
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      await onSignIn(email.trim(), password);
    } catch (error) {
      setPassword("");
      setFailure(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <main class="sign-in">
      <div class="sign-in-box">
        <Mark />
        <h1 ref={heading} tabIndex={-1}>
          {t("mobile.sign_in.title")}
        </h1>
        <p class="ui-quiet">{reason ?? t("mobile.sign_in.lead")}</p>
        <form class="sign-in-form" noValidate onSubmit={submit}>
          <FormField label={t("mobile.sign_in.email")}>
            <TextInput kind="email" name="email" value={email} onInput={setEmail} autoComplete="username" />
          </FormField>
          <FormField label={t("mobile.sign_in.password")}>
            <TextInput
              kind="password"
              name="password"
              value={password}
              onInput={setPassword}
              autoComplete="current-password"
            />
          </FormField>
          <div class="ui-field-error" role="alert">
            {failure && (
              <>
                <Icon name="circle-alert" />
                <span>{failure}</span>
              </>
            )}
          </div>
          <Button kind="primary" wide disabled={busy}>
            {busy ? t("mobile.sign_in.busy") : t("mobile.sign_in.submit")}
          </Button>
          {onLater && (
            <Button wide onPress={onLater}>
              {t("mobile.sign_in.later")}
            </Button>
          )}
        </form>
      </div>
    </main>
  );
}

function Mark() {
  return (
    <span class="sign-in-mark" aria-hidden="true">
      <Icon name="briefcase" size={24} />
    </span>
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) return problemText(error.problem);
  if (error instanceof Unreachable) return t("mobile.sign_in.unreachable");
  return t("mobile.problem.unknown");
}
