/**
 * Signing in and out, and who is signed in.
 */
import type { SessionState, SignIn } from "../protocol";
import type { Client } from "./client";
import { ProblemError } from "./errors";

const SIGN_IN = 401;

/** Return who is signed in; `person` is null when nobody is. */
export async function readSession(client: Client): Promise<SessionState> {
  const session = await client.call<SessionState>("GET", "/api/v1/session");
  client.trust(session.csrf);
  return session;
}

/** Sign in. @throws ProblemError when e-mail and password do not belong together */
export async function signIn(client: Client, credentials: SignIn): Promise<SessionState> {
  const session = await client.call<SessionState>("POST", "/api/v1/session", { json: credentials });
  client.trust(session.csrf);
  return session;
}

/** End the session, unless it has ended or is somebody else's by now. @throws ProblemError, Unreachable */
export async function signOut(client: Client): Promise<void> {
  try {
    await client.call("DELETE", "/api/v1/session");
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== SIGN_IN) throw error;
  }
}
