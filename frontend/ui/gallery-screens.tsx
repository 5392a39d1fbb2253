/**
 * The phone's screens as examples: the dashboard, a list of many, the outbox.
 */
import { signal } from "@preact/signals";
import { formatMoney, formatNumber } from "../shared/formats";
import { AppBar } from "./app-bar";
import { AppFrame } from "./app-frame";
import { Avatar } from "./avatar";
import { Button, IconButton } from "./button";
import { Chips } from "./chips";
import { EmptyState } from "./empty-state";
import { List } from "./list";
import { ListRow } from "./list-row";
import { Pill } from "./pill";
import { SearchField } from "./search-field";
import { SectionHeader } from "./section-header";
import { SplitPane } from "./split-pane";
import { StateMark } from "./state";
import { TabBar } from "./tab-bar";
import { Tile, TileGrid } from "./tile";
import { type ListPlace, VirtualList } from "./virtual-list";

const TABS = [
  { id: "home", label: "Home", icon: "house", href: "?part=home" },
  {
    id: "outbox",
    label: "Outbox",
    icon: "arrow-up-from-line",
    href: "?part=outbox",
    badge: 3,
    spokenLabel: "Outbox, 3 wait",
  },
  { id: "more", label: "More", icon: "menu", href: "?part=kit" },
] as const;

export function HomeScreen() {
  return (
    <AppFrame column tabs={<TabBar tabs={TABS} selected="home" />}>
      <AppBar
        large
        title="Good morning, Ana"
        right={<Pill kind="sent" word="Up to date 09:41" onSelect={() => {}} />}
      />
      <TileGrid label="Workspaces">
        <Tile title="Sales" icon="handshake" accent="blue" href="#" note="214 accounts" />
        <Tile
          title="Expenses"
          icon="receipt"
          accent="violet"
          href="#"
          note="3 wait"
          mark={<StateMark state="waiting" quiet />}
        />
        <Tile title="Stock count" icon="boxes" accent="amber" href="#" note={`${formatNumber(1204)} items`} />
        <Tile title="Work orders" icon="wrench" accent="teal" href="#" note="5 to do" />
        <Tile
          title="Donaudampfschifffahrtsgesellschaft"
          icon="truck"
          accent="red"
          href="#"
          note="Lieferantenbewertungsbogen"
        />
        <Tile
          title="Visits"
          icon="map-pin"
          accent="green"
          href="#"
          note="2 today"
          mark={<StateMark state="needs" quiet />}
        />
      </TileGrid>
      <SectionHeader title="On this phone" />
      <List label="On this phone">
        <ListRow title="Drafts" figure="2" href="#" arrow />
        <ListRow title="Recently used" figure="18" href="#" arrow />
      </List>
    </AppFrame>
  );
}

const NAMES = [
  "Lisbon visit",
  "Client dinner",
  "Train to Malmö",
  "Hotel Adlon, two nights",
  "Rechtsschutzversicherungsgesellschaften Konferenz",
  "Taxi",
];
const chosen = signal("all");
const search = signal("");
const open = signal(-1);
const place = signal<ListPlace>({ index: 0, offset: 0 });
const count = 50_000;

function Report({ index }: { readonly index: number }) {
  const marks = [
    undefined,
    <StateMark key="w" state="waiting" quiet />,
    undefined,
    <StateMark key="r" state="refused" quiet />,
  ];
  const notes = [
    "3 expenses · Submitted",
    "On this phone",
    "1 expense · Approved",
    "Office refused: close date must be after start date",
  ];
  return (
    <ListRow
      title={`${NAMES[index % NAMES.length]} ${index + 1}`}
      figure={formatMoney(((index * 7919) % 90_000) / 100 + 12, "EUR")}
      note={notes[index % 4]}
      state={marks[index % 4]}
      current={open.value === index}
      onSelect={() => {
        open.value = index;
      }}
    />
  );
}

export function ListScreen() {
  const list = (
    <>
      <AppBar
        title="Expense reports"
        back="?part=home"
        right={<Pill kind="waiting" word="3 to send" onSelect={() => {}} />}
      />
      <div class="gallery-head">
        <SearchField
          value={search}
          onSearch={(text) => {
            search.value = text;
          }}
          label="Search reports"
        />
        <Chips
          label="Show"
          chips={[
            { id: "all", label: "All", count: "50,000" },
            { id: "mine", label: "Mine" },
            { id: "approve", label: "To approve", count: 4 },
            { id: "rejected", label: "Sent back" },
          ]}
          selected={chosen}
          onSelect={(id) => {
            chosen.value = id;
          }}
        />
      </div>
      <VirtualList
        count={count}
        rowKey={String}
        renderRow={(index) => <Report index={index} />}
        rowHeight={66}
        label="Expense reports"
        place={place}
      />
      <div class="gallery-foot">
        <Button kind="primary" icon="plus" onPress={() => {}}>
          New report
        </Button>
      </div>
    </>
  );
  const detail =
    open.value < 0 ? (
      <EmptyState icon="receipt">Choose a report to see it here.</EmptyState>
    ) : (
      <>
        <AppBar
          title={`Report ${open.value + 1}`}
          back={() => {
            open.value = -1;
          }}
          right={<IconButton icon="pencil" label="Edit" onPress={() => {}} />}
        />
        <List label="Facts">
          <ListRow title="Employee" figure="Ana Lindqvist" />
          <ListRow title="Status" figure="Submitted" />
        </List>
      </>
    );
  return (
    <AppFrame tabs={<TabBar tabs={TABS} selected="home" />}>
      <SplitPane list={list} detail={detail} open={open.value >= 0} label="Expense reports" />
    </AppFrame>
  );
}

export function OutboxScreen() {
  return (
    <AppFrame column tabs={<TabBar tabs={TABS} selected="outbox" />}>
      <AppBar
        title="Outbox"
        back="?part=home"
        right={<Pill kind="needs" word="Needs attention" onSelect={() => {}} />}
      />
      <SectionHeader title="Needs you" count="1" />
      <List label="Needs you">
        <ListRow
          title="Submit Lisbon visit"
          figure="09:12"
          note="Close date must be after start date"
          state={<StateMark state="refused" word="Refused" />}
          onSelect={() => {}}
        />
      </List>
      <SectionHeader title="Waiting" count="2" action={<Button onPress={() => {}}>Send now</Button>} />
      <List label="Waiting">
        <ListRow
          title="New expense, Taxi"
          figure="09:40"
          note="24,50 €"
          state={<StateMark state="waiting" />}
          onSelect={() => {}}
        />
        <ListRow
          title="Change Client dinner"
          figure="09:38"
          note="Waits for Submit Lisbon visit"
          state={<StateMark state="offline" word="Held" icon="clock" />}
          onSelect={() => {}}
        />
      </List>
      <SectionHeader title="Sent today" count="14" />
      <List label="Sent today">
        <ListRow
          leading={<Avatar name="Ana Lindqvist" />}
          title="Approve Berlin trip"
          figure="08:57"
          note="Version 12"
          state={<StateMark state="sent" />}
          onSelect={() => {}}
        />
        <ListRow
          leading={<Avatar name="Bo Ek" />}
          title="New visit, Nordbygg AB"
          figure="08:31"
          note="2 photos"
          state={<StateMark state="sent" />}
          onSelect={() => {}}
        />
      </List>
    </AppFrame>
  );
}
