/**
 * The app on the screen: who is here decides what is drawn.
 */

import { useEffect } from "preact/hooks";
import { direction, language, t } from "../shared/messages";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { current } from "../ui/live";
import { AppContext } from "./app-context";
import { Late } from "./late";
import type { Session } from "./session";
import { Shell } from "./shell";

export function App({ session }: { readonly session: Session }) {
  const view = current(session.view);
  useEffect(() => {
    document.documentElement.lang = language.value;
    document.documentElement.dir = direction.value;
  }, [language.value, direction.value]);
  switch (view.kind) {
    case "starting":
      return null;
    case "asking":
      return (
        <Late
          load={() => import("../blocks/sign-in/sign-in-form").then(({ SignInForm }) => SignInForm)}
          props={{
            email: view.email,
            ...(view.reason !== undefined && { reason: view.reason }),
            ...(view.onLater && { onLater: view.onLater }),
            onSignIn: (email: string, password: string) => session.signIn(email, password),
          }}
        />
      );
    case "failed":
      return (
        <main class="ui-column">
          <EmptyState
            icon="triangle-alert"
            action={<Button onPress={() => void session.begin()}>{t("mobile.late.again")}</Button>}
          >
            {t(`mobile.storage.${view.reason}`)}
          </EmptyState>
        </main>
      );
    case "open":
      return (
        <AppContext.Provider value={view.app}>
          <Shell key={view.app.person.person} />
        </AppContext.Provider>
      );
  }
}
