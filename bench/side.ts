/** One of the two that are compared: what it takes to ask and to answer. */
export interface Side {
  readonly name: string;
  /** Resolves with an id when the question is durably there. */
  create(): Promise<string>;
  /** Resolves when the answer stands. */
  resolve(id: string): Promise<void>;
  close(): Promise<void>;
}
