/** What is wrong with one field of a request: its dotted path, and a message that continues it: "must not be empty". */
export interface Fault {
  readonly path: string;
  readonly message: string;
}
