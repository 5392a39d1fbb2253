/**
 * Device status: how this phone stands with the office, why, what is on it, and a button that answers.
 */
import { t } from "../../shared/messages";
import { RecordsHere, WhatMoved } from "../keeping/here";
import { Background } from "../sync-view/background";
import { Check } from "../sync-view/check";
import { Diagnostics } from "../sync-view/diagnostics";
import { Exchange } from "../sync-view/exchange";
import { FilesOnTheirWay } from "../sync-view/files";
import { OnItsWay } from "../sync-view/on-its-way";
import { Refreshing } from "../sync-view/refreshing";
import { StorageHere } from "../sync-view/storage";
import { TooOld } from "../sync-view/too-old";
import { Trip } from "../trip/trip";
import { ClearCopy } from "./clear-copy";
import { TabPage } from "./tab-page";

export function StatusPage() {
  return (
    <TabPage title={t("mobile.status.title")} back={{ kind: "more" }}>
      <Exchange />
      <TooOld />
      <Trip />
      <OnItsWay />
      <FilesOnTheirWay />
      <Check />
      <WhatMoved />
      <RecordsHere />
      <Refreshing />
      <Background />
      <StorageHere />
      <ClearCopy />
      <Diagnostics />
    </TabPage>
  );
}
