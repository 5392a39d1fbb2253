/**
 * The two ways in which a call can fail: the server said no, or nobody answered.
 */
import type { Problem } from "../protocol";

/** The server's expected failure, with a code that the catalogue renders. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.sentence ?? problem.code);
  }
}

/** No answer that means anything: no network, a cut reply, a server that is starting or overloaded. Try later. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";

  constructor(
    message: string,
    /** Milliseconds that the server asked us to wait, if it did. */
    readonly retryAfter: number | null = null,
    cause?: unknown,
    /** Of the answer that means nothing, if there was one. */
    readonly status: number | null = null,
  ) {
    super(message, { cause });
  }
}
