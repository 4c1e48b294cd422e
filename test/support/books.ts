import { type Books, findBookFaults } from './book-faults';
import { TEST_SECRET } from './environment';

export { createLedger } from './ledger';

const LIMIT_MS = 90_000;

/** Waits until these decisions are over and everyone has been told. Fails with everything that does not add up. */
export async function booksBalance(books: Omit<Books, 'secret'>, ...ids: readonly string[]): Promise<void> {
  expect(await findBookFaults({ ...books, secret: TEST_SECRET }, ids, LIMIT_MS)).toEqual([]);
}
