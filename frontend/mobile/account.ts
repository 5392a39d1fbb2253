/**
 * Who is here, as the server and this browser know it.
 */
import { type KnownPerson, recallPerson, rememberPerson } from "../local/session";
import type { Storage } from "../local/storage";
import type { SessionState } from "../protocol";
import type { Client } from "../rest/client";
import { readSession, signIn, signOut } from "../rest/session";
import type { AccountPort } from "./ports";

/** @param tell the other windows of this browser who is here from now on */
export function account(
  client: Client,
  storage: Storage,
  tell: (person: string | null) => void,
): AccountPort {
  async function known(session: SessionState): Promise<KnownPerson | null> {
    const person = personOf(session);
    if (person) await rememberPerson(storage, person);
    return person;
  }

  return {
    recall: () => recallPerson(storage),
    ask: async () => known(await readSession(client)),
    async signIn(credentials) {
      const person = await known(await signIn(client, credentials));
      if (!person) throw new Error("The server signed nobody in");
      tell(person.person);
      return person;
    },
    async signOut() {
      await signOut(client);
      await rememberPerson(storage, null);
      tell(null);
    },
  };
}

function personOf({ person, name, email, language, organisation }: SessionState): KnownPerson | null {
  if (person === null) return null;
  return { person, name: name ?? email ?? "", email, language, organisation };
}
