/** One of the sides that are compared: what it takes to ask and to answer. */
export interface Side {
  /** Resolves with an id once the question is stored. */
  create(): Promise<string>;
  /** Resolves once the answer is final. */
  resolve(id: string): Promise<void>;
}
