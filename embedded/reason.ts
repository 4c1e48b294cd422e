/** What an error says, without its name and stack: the reason within a message of ours. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
