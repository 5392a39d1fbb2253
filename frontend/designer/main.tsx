/**
 * The designer's page at `/design`: who is here, which workspace is open, and drawing it.
 */
import { render } from "preact";
import "../ui/ground.css";
import { readSession } from "../rest/session";
import { DESIGNER_TEXTS } from "../shared/designer-messages";
import { FILTER_TEXTS } from "../shared/filter-messages";
import { chooseLanguage, preferredLanguage, speakAlso } from "../shared/messages";
import { DesignerApp } from "./app";
import { EarlyClient } from "./early-client";
import { workspaceIn } from "./places";

const client = new EarlyClient();
const opened = workspaceIn(location.pathname);
if (opened !== null) client.beginDesign(opened);
const ground = document.getElementById("app") ?? document.body;

async function start(): Promise<void> {
  // What is wrong with conditions and rules is said in the words of filters.
  const worded = Promise.all([speakAlso(DESIGNER_TEXTS), speakAlso(FILTER_TEXTS)]);
  const [session] = await Promise.all([readSession(client), worded]);
  if (!session.person) {
    location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
    return;
  }
  await chooseLanguage(session.language || preferredLanguage(navigator.languages)).catch(() => {});
  render(<DesignerApp client={client} session={session} />, ground);
}

start().catch(() => render(<DesignerApp client={client} session={null} />, ground));
