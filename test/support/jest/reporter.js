/**
 * Counts tests the way the last line of `npm test` shows them. A suite that could not run counts as one failure, a todo
 * as skipped. Hands the counts to test/run.mjs; under plain `jest` it prints the line itself.
 */
class CountingReporter {
  /** @param {unknown} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    if (process.send) process.send(counts);
    else process.once('exit', () => console.log(CountingReporter.line(counts)));
  }

  /** @param {{ passed: number, failed: number, skipped: number }} counts */
  static line({ passed, failed, skipped }) {
    return `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
  }
}

module.exports = CountingReporter;
