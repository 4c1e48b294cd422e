import { type FileHandle, open } from 'node:fs/promises';

/** Reads up to `length` bytes of an open file from a position. */
export async function bytesIn(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Small, so that text made from a piece is short-lived. */
const PIECE = 16 * 1_024;

/** Reads a file piece by piece. All pieces share one buffer: use each before asking for the next. */
export async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  const buffer = Buffer.allocUnsafe(PIECE);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Which of these byte sequences occur in a file. Holds one piece of it at a time. */
export async function runsIn(path: string, runs: readonly Buffer[]): Promise<ReadonlySet<Buffer>> {
  const found = new Set<Buffer>();
  const overlap = Math.max(...runs.map((run) => run.length)) - 1;
  let before = Buffer.alloc(0);
  for await (const piece of piecesOf(path)) {
    const here = Buffer.concat([before, piece]);
    for (const run of runs) if (here.includes(run)) found.add(run);
    before = here.subarray(Math.max(0, here.length - overlap));
  }
  return found;
}
