/**
 * More: who is here, the state of this phone, how the app looks and speaks, and the way out.
 */
import { useState } from "preact/hooks";
import { FORM_TEXTS } from "../../shared/form-messages";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { chooseLanguage, LANGUAGES, language, t } from "../../shared/messages";
import { RESCUE_TEXTS } from "../../shared/rescue-messages";
import { Avatar } from "../../ui/avatar";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { Select } from "../../ui/select";
import { useApp } from "../app-context";
import { Late } from "../late";
import { pathOf } from "../routes";
import { applyTheme, THEMES } from "../theme";
import { worded } from "../words";
import { DesignerRow } from "./designer-link";
import { TabPage } from "./tab-page";

export function MorePage() {
  const app = useApp();
  const { person } = app;
  const privileges = app.core.replica.metadata.value?.privileges ?? [];
  const [leaving, setLeaving] = useState(false);
  const newVersion = current(app.ports.device.newVersion);
  return (
    <TabPage title={t("ui.more")} large>
      <List label={t("mobile.more.person")}>
        <ListRow
          leading={<Avatar name={person.name} />}
          title={person.name}
          note={person.email ?? person.organisation}
        />
      </List>
      <SectionHeader id="more-phone" title={t("mobile.more.phone")} />
      <List labelledBy="more-phone">
        <ListRow
          leading={<Icon name="smartphone" />}
          title={t("mobile.status.title")}
          href={pathOf({ kind: "status" })}
          arrow
        />
        <ListRow
          leading={<Icon name="funnel" />}
          title={t("mobile.more.filters")}
          note={t("mobile.more.filters_note")}
          href={pathOf({ kind: "filters" })}
          arrow
        />
        {newVersion && (
          <ListRow
            leading={<Icon name="circle-arrow-up" />}
            title={t("mobile.more.new_version")}
            onSelect={newVersion}
            arrow
          />
        )}
      </List>
      <SectionHeader title={t("mobile.more.looks")} />
      <div class="ui-form app-settings">
        <FormField label={t("mobile.more.language")}>
          <Select
            value={language.value}
            options={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
            onInput={(code) => {
              app.ports.device.keepSetting("language", code);
              chooseLanguage(code).catch(() => app.toasts.show(t("mobile.late.failed")));
            }}
          />
        </FormField>
        <Theme />
      </div>
      {privileges.includes("design") && (
        <>
          <SectionHeader id="more-tools" title={t("mobile.more.tools")} />
          <List labelledBy="more-tools">
            <DesignerRow />
          </List>
        </>
      )}
      <div class="app-block">
        <Button icon="log-out" onPress={() => setLeaving(true)}>
          {t("mobile.more.sign_out")}
        </Button>
      </div>
      {leaving && (
        <Late
          load={() =>
            worded(import("./sign-out"), FORM_TEXTS, KEEPING_TEXTS, RESCUE_TEXTS).then(
              ({ SignOut }) => SignOut,
            )
          }
          props={{ onClose: () => setLeaving(false) }}
        />
      )}
    </TabPage>
  );
}

function Theme() {
  const { device } = useApp().ports;
  const [theme, setTheme] = useState(device.setting("theme") ?? "system");
  return (
    <FormField label={t("mobile.more.theme")}>
      <Select
        value={theme}
        options={THEMES.map((name) => ({ value: name, label: t(`mobile.more.theme.${name}`) }))}
        onInput={(chosen) => {
          setTheme(chosen);
          device.keepSetting("theme", chosen);
          applyTheme(chosen);
        }}
      />
    </FormField>
  );
}
