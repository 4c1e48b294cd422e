/**
 * How a call goes wrong. With `done` Slack has done what was asked, and only the answer is wrong, of which its
 * documentation warns for `fatal_error`.
 */
export type Failure = ({ error: string; retryAfter?: number } | { status: number } | { hang: true }) & { done?: true };

/** What goes wrong next, by method. */
export function createFailures() {
  const next = new Map<string, Failure[]>();
  return {
    fail: (method: string, ...failures: Failure[]) => {
      next.set(method, failures);
    },
    take: (method: string) => next.get(method)?.shift(),
  };
}
export type Failures = ReturnType<typeof createFailures>;
