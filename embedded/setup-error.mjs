/** Says what went wrong and what to do about it. It is shown to the person at the terminal without a stack trace. */
export class SetupError extends Error {}

/** Ctrl-C or SIGTERM arrived while something was running. */
export class Interrupted extends Error {}

/**
 * An error's message without its name and stack, for use inside another message.
 * @param {unknown} error
 */
export function reasonOf(error) {
  return error instanceof Error ? error.message : String(error);
}
