/**
 * The sign-in page of the pages that need the network: the designer and the administration.
 *
 * `?next=` says where to go on; only a path of this site is followed.
 */
import { render } from "preact";
import { SignInForm } from "../blocks/sign-in/sign-in-form";
import { Client } from "../rest/client";
import { readSession, signIn } from "../rest/session";
import { chooseLanguage, direction, language, preferredLanguage } from "../shared/messages";
import { nextPath } from "./next";
import "../ui/ground.css";

const client = new Client();
const next = nextPath(location.search, location.origin);

async function start(): Promise<void> {
  await chooseLanguage(preferredLanguage(navigator.languages)).catch(() => undefined);
  document.documentElement.lang = language.value;
  document.documentElement.dir = direction.value;
  const session = await readSession(client).catch(() => null);
  if (session?.person) {
    location.replace(next);
    return;
  }
  const enter = async (email: string, password: string) => {
    await signIn(client, { email, password });
    location.replace(next);
  };
  render(<SignInForm onSignIn={enter} />, document.getElementById("app") ?? document.body);
}

void start();
