/**
 * A page of one column with the tabs below it and the pill at its top.
 */
import type { ComponentChildren } from "preact";
import { AppBar } from "../../ui/app-bar";
import { AppFrame } from "../../ui/app-frame";
import { useApp } from "../app-context";
import type { Route } from "../routes";
import { StatePill } from "../sync-view/state-pill";
import { Tabs } from "./tabs";

interface TabPageProps {
  readonly title: ComponentChildren;
  readonly children: ComponentChildren;
  readonly large?: boolean;
  /** Where the arrow leads when the user did not come from inside the app; `true`: home. */
  readonly back?: Route | true;
  /** What stands beside the pill. */
  readonly tool?: ComponentChildren;
}

export function TabPage({ title, children, large, back, tool }: TabPageProps) {
  const app = useApp();
  const home: Route = { kind: "home" };
  const goBack = back && (() => app.back(back === true ? home : back));
  return (
    <AppFrame column tabs={<Tabs />}>
      <AppBar
        title={title}
        large={large}
        back={goBack}
        right={
          <>
            <StatePill />
            {tool}
          </>
        }
      />
      {children}
    </AppFrame>
  );
}
