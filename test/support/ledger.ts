/** An answer that its author was told counts. */
export interface Acknowledged {
  readonly decisionId: string;
  readonly verdict: unknown;
}

/** Keeps what was acknowledged to those who answered. */
export interface Ledger {
  readonly answers: readonly Acknowledged[];
  /** Notes the reply to an answer if it acknowledges the answer, and returns the reply. */
  note<R extends { readonly status: number }>(decisionId: string, verdict: unknown, reply: R): R;
}

export function createLedger(): Ledger {
  const answers: Acknowledged[] = [];
  return {
    answers,
    note(decisionId, verdict, reply) {
      if (reply.status === 200 || reply.status === 303) answers.push({ decisionId, verdict });
      return reply;
    },
  };
}
