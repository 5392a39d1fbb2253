/**
 * The kit's smaller parts next to each other, in each of their forms.
 */
import { type Signal, signal } from "@preact/signals";
import { ACCENTS } from "./accents";
import { Avatar } from "./avatar";
import { Badge } from "./badge";
import { Button, IconButton } from "./button";
import { ConfirmDialog } from "./confirm-dialog";
import { EmptyState } from "./empty-state";
import { Icon } from "./icon";
import { ICONS } from "./icon-names";
import { KeyHint } from "./key-hint";
import { List } from "./list";
import { ListRow } from "./list-row";
import { Menu } from "./menu";
import { Pill } from "./pill";
import { Progress } from "./progress";
import { Sheet } from "./sheet";
import { SkeletonRows } from "./skeleton";
import { STATES, StateMark } from "./state";
import { AccentIcon } from "./tile";
import { ToastRegion } from "./toast-region";
import { Toasts } from "./toasts";

const ignore = () => {};
const toasts = new Toasts();
const confirming = signal(false);
const shut = signal(false);

export function KitScreen({ sheetOpen = shut }: { readonly sheetOpen?: Signal<boolean> }) {
  return (
    <main class="gallery-kit">
      <h1>The kit</h1>
      <section aria-label="Buttons">
        <div class="gallery-line">
          <Button kind="primary" onPress={ignore}>
            Save
          </Button>
          <Button onPress={ignore} icon="refresh-cw">
            Send again
          </Button>
          <Button
            kind="danger"
            icon="trash-2"
            onPress={() => {
              confirming.value = true;
            }}
          >
            Delete report
          </Button>
          <Button kind="primary" disabled onPress={ignore}>
            Save
          </Button>
          <IconButton icon="search" label="Search" onPress={ignore} />
          <IconButton icon="star" label="Keep on this phone" pressed onPress={ignore} />
          <Menu
            items={[
              { id: "edit", label: "Edit", icon: "pencil", onSelect: ignore },
              { id: "copy", label: "Duplicate", icon: "copy", onSelect: ignore },
              {
                id: "delete",
                label: "Delete",
                icon: "trash-2",
                danger: true,
                onSelect: () => toasts.show("Report deleted", { label: "Undo", run: ignore }, 60),
              },
            ]}
          />
          <Button
            onPress={() => {
              sheetOpen.value = true;
            }}
          >
            Open a sheet
          </Button>
        </div>
      </section>
      <section aria-label="States">
        <div class="gallery-line">
          <Pill kind="sent" word="Up to date 09:41" onSelect={ignore} />
          <Pill kind="waiting" word="3 to send" onSelect={ignore} />
          <Pill kind="waiting" icon="refresh-cw" word="Sending 2 of 3" onSelect={ignore} />
          <Pill kind="offline" word="Offline, tap to reconnect" onSelect={ignore} />
          <Pill kind="needs" word="Needs attention" onSelect={ignore} />
          <Pill kind="refused" word="Refused" />
          <Pill kind="waiting" icon="circle-arrow-up" word="Update ready" onSelect={ignore} />
        </div>
        <div class="gallery-line">
          {STATES.map((state) => (
            <StateMark key={state} state={state} />
          ))}
          <Badge count={3} />
          <Badge count={1204} kind="needs" />
          <Badge count={12} kind="neutral" />
          <KeyHint keys="Mod+K" />
          <KeyHint keys="Shift+Mod+P" />
        </div>
      </section>
      <section aria-label="Accents">
        <div class="gallery-line">
          {ACCENTS.map((accent) => (
            <span key={accent} data-accent={accent}>
              <AccentIcon icon="package" accent={accent} />
            </span>
          ))}
        </div>
        <div class="gallery-line">
          {ACCENTS.map((accent) => (
            <span key={accent} data-accent={accent}>
              <Button kind="primary" onPress={ignore}>
                {accent}
              </Button>
            </span>
          ))}
        </div>
        <div class="gallery-line">
          {["Ana Lindqvist", "Bo Ek", "Çağla Öz", "Dieter", "山田 太郎"].map((name) => (
            <Avatar key={name} name={name} labelled />
          ))}
        </div>
      </section>
      <section aria-label="Progress">
        <Progress label="My work today" done={1204} total={5000} />
        <Progress label="Definitions" done={0} total={undefined} />
      </section>
      <section aria-label="Rows">
        <div class="gallery-bleed">
          <SkeletonRows count={3} />
        </div>
        <List boxed label="Settings">
          <ListRow
            leading={<Icon name="languages" />}
            title="Language"
            figure="English"
            onSelect={ignore}
            arrow
          />
          <ListRow
            leading={<Icon name="moon" />}
            title="Appearance"
            figure="As the phone"
            onSelect={ignore}
            arrow
          />
          <ListRow
            leading={<Icon name="hard-drive" />}
            title="Storage"
            note="Pictures 82 MB, records 4 MB"
            figure="86 MB"
            onSelect={ignore}
            arrow
          />
        </List>
        <EmptyState
          icon="inbox"
          action={
            <Button icon="plus" onPress={ignore}>
              New report
            </Button>
          }
        >
          There are no reports yet.
        </EmptyState>
      </section>
      <section aria-label="Icons">
        <div class="gallery-line">
          {ICONS.map((name) => (
            <Icon key={name} name={name} />
          ))}
        </div>
      </section>
      <Sheet
        open={sheetOpen}
        title="Send Lisbon visit?"
        onClose={() => {
          sheetOpen.value = false;
        }}
        actions={
          <>
            <Button
              onPress={() => {
                sheetOpen.value = false;
              }}
            >
              Not now
            </Button>
            <Button
              kind="primary"
              onPress={() => {
                sheetOpen.value = false;
              }}
            >
              Send
            </Button>
          </>
        }
      >
        <p class="ui-quiet">Three expenses go with it. Your manager is told at once.</p>
        <List label="Expenses">
          <ListRow title="Hotel" figure="212,00 €" onSelect={ignore} />
          <ListRow title="Train" figure="180,00 €" onSelect={ignore} />
        </List>
      </Sheet>
      <ConfirmDialog
        open={confirming}
        title="Delete Lisbon visit?"
        confirmWord="Delete report"
        danger
        onConfirm={() => {
          confirming.value = false;
        }}
        onCancel={() => {
          confirming.value = false;
        }}
      >
        Its three expenses are deleted too. You can undo this for 7 seconds.
      </ConfirmDialog>
      <ToastRegion toasts={toasts} />
    </main>
  );
}
