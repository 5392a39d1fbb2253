/**
 * The way out for unsent work that no network fetches, and the way back in: two entries of the outbox's menu.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { RESCUE_TEXTS } from "../../shared/rescue-messages";
import { Menu } from "../../ui/menu";
import { Late } from "../late";
import { worded } from "../words";

type Opened = "out" | "in" | null;

export function RescueMenu() {
  const [opened, setOpened] = useState<Opened>(null);
  const props = { onClose: () => setOpened(null) };
  return (
    <>
      <Menu
        items={[
          {
            id: "out",
            label: t("mobile.outbox.rescue_out"),
            icon: "download",
            onSelect: () => setOpened("out"),
          },
          {
            id: "in",
            label: t("mobile.outbox.rescue_in"),
            icon: "upload",
            onSelect: () => setOpened("in"),
          },
        ]}
      />
      {opened === "out" && (
        <Late
          load={() => worded(import("./keep-sheet"), RESCUE_TEXTS).then(({ KeepSheet }) => KeepSheet)}
          props={props}
        />
      )}
      {opened === "in" && (
        <Late
          load={() => worded(import("./take-sheet"), RESCUE_TEXTS).then(({ TakeSheet }) => TakeSheet)}
          props={props}
        />
      )}
    </>
  );
}
