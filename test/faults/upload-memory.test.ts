import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { MAX_FILE_BYTES } from '../../domain/files';
import { type ApiProcess, type Product, prepareProduct } from '../support/processes';

const IN_FLIGHT = 20;
const MOST_GROWTH = 60 * 1024 * 1024;

let product: Product;
let api: ApiProcess;
beforeAll(async () => {
  product = await prepareProduct();
  api = await product.startApi();
}, 120_000);
afterAll(() => product?.stop());

/** Memory that the API process holds, in bytes. */
const resident = (): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(api.process.pid)], { encoding: 'utf8' })) * 1024;

const PIECE = Buffer.alloc(64 * 1024, 'All work and no play.\n');

/** Uploads a file of so many bytes in pieces, and gives the status of the reply. */
function upload(id: string, bytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${product.key.apiKey}`,
      'content-type': 'multipart/form-data; boundary=edge',
    };
    const sending = request(`${api.url}/decisions/${id}/attachments`, { method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    sending.on('error', reject);
    void (async () => {
      sending.write('--edge\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n');
      for (let sent = 0; sent < bytes; sent += PIECE.length)
        if (!sending.write(PIECE.subarray(0, bytes - sent))) await new Promise((go) => sending.once('drain', go));
      sending.end('\r\n--edge--');
    })();
  });
}

test('files of 10 MB, twenty at the same time, pass through without being held in memory [h.at.size]', async () => {
  const ids = await Promise.all(Array.from({ length: IN_FLIGHT }, () => api.ask()));
  await Promise.all(ids.map((id) => upload(id, 1_000)));
  const before = resident();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, resident());
  }, 50);
  const statuses = await Promise.all(ids.map((id, at) => upload(id, MAX_FILE_BYTES + (at % 2))));
  clearInterval(watch);
  expect(statuses).toEqual(ids.map((_id, at) => (at % 2 ? 413 : 201)));
  expect(most - before).toBeLessThan(MOST_GROWTH);
}, 120_000);
