/**
 * The designer's page at `/design`: who is here, which workspace is open, and drawing it.
 */
import { render } from "preact";
import "../ui/ground.css";
import { Client } from "../rest/client";
import { readSession } from "../rest/session";
import { DESIGNER_TEXTS } from "../shared/designer-messages";
import { FILTER_TEXTS } from "../shared/filter-messages";
import { chooseLanguage, preferredLanguage, speakAlso } from "../shared/messages";
import { DesignerApp } from "./app";

const client = new Client();
const ground = document.getElementById("app") ?? document.body;

async function start(): Promise<void> {
  // What is wrong with conditions and rules is said in the words of filters.
  await Promise.all([speakAlso(DESIGNER_TEXTS), speakAlso(FILTER_TEXTS)]);
  const session = await readSession(client);
  if (!session.person) {
    location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
    return;
  }
  await chooseLanguage(session.language || preferredLanguage(navigator.languages)).catch(() => {});
  render(<DesignerApp client={client} session={session} />, ground);
}

start().catch(() => render(<DesignerApp client={client} session={null} />, ground));
