import { createBunch } from '../../platform/bunch';
import { until } from '../support/until';

test('what is added is written together, and a flush waits for a write that is under way', async () => {
  const written: (readonly number[])[] = [];
  let finish = () => {};
  const bunch = createBunch<number>(
    (items) => {
      written.push(items);
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
    () => undefined,
  );
  bunch.add(1);
  bunch.add(2);
  await until('it is being written', () => written.length === 1);
  let flushed = false;
  const flush = bunch.flush().then(() => {
    flushed = true;
  });
  await new Promise(setImmediate);
  expect([written, flushed]).toEqual([[[1, 2]], false]);
  finish();
  await flush;
});

test('what cannot be written is told, and what comes after it is written', async () => {
  const failures: unknown[] = [];
  const written: (readonly number[])[] = [];
  const away = new Error('away');
  const write = async (items: readonly number[]) => {
    if (items.includes(1)) throw away;
    written.push(items);
  };
  const bunch = createBunch<number>(write, (error) => failures.push(error));
  bunch.add(1);
  await bunch.flush();
  bunch.add(2);
  await bunch.flush();
  expect([failures, written]).toEqual([[away], [[2]]]);
});
