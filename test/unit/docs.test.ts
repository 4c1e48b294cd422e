import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ERRORS } from '../../contract/errors';
import { changeKeyRequest } from '../../contract/keys';
import { rule } from '../../contract/policy';
import { createRequest, resolveRequest } from '../../contract/requests';
import { responseType } from '../../contract/response-types';
import { STATUSES } from '../../domain/status';
import { hasHandoverSignature, isGenuine } from '../../examples/verify.mjs';
import { scripts } from '../../package.json';
import { VARIABLES } from '../../platform/config';
import { createMetrics } from '../../platform/metrics';
import { packageRoot } from '../../platform/package-root';
import { signedHeaders } from '../../platform/webhook-signature';
import { keysByFile, ROWS } from '../coverage/table.mjs';

const read = (file: string): string => readFileSync(path.join(packageRoot, file), 'utf8');
const DOCS = ['README.md', 'examples/README.md', ...readdirSync(path.join(packageRoot, 'docs'))]
  .filter((name) => name.endsWith('.md'))
  .map((name) => (name.includes('/') || name === 'README.md' ? name : `docs/${name}`));
const readme = read('README.md');
const integrators = read('docs/integrators.md');

describe('the configuration table', () => {
  const [, tables = ''] = /## Configuration\n(.*?)\n## /s.exec(readme) ?? [];
  const [product = '', setup = ''] = tables.split('For the set-up');

  test('has every variable of platform/config.ts, and no other', () => {
    expect(firstCells(product).sort()).toEqual([...VARIABLES].sort());
  });

  test('has only variables of the set-up that the set-up reads', () => {
    const sources = [...sourcesIn('embedded'), ...sourcesIn('test/support')].map(read).join('\n');
    for (const name of firstCells(setup)) expect(sources).toContain(`process.env.${name}`);
  });
});

test('every command of the documents is there: npm scripts, compiled scripts, examples', () => {
  for (const text of DOCS.map(read)) {
    for (const [, script = ''] of text.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, script = ''] of text.matchAll(/node dist\/(\S+)\.js/g)) expect(isThere(`${script}.ts`)).toBe(true);
    for (const [, file = ''] of text.matchAll(/(?:sh|python3|node) (examples\/\S+)/g))
      expect(isThere(file.replace(/`$/, ''))).toBe(true);
  }
});

test('every npm script is in the table of commands, but for the one that build stands for', () => {
  const [, table = ''] = /## Commands\n(.*?)\n## /s.exec(readme) ?? [];
  const named = [...table.matchAll(/`npm (?:run )?([a-z:]+)/g)].map(([, name]) => name);
  expect([...new Set(named), 'setup'].sort()).toEqual(Object.keys(scripts).sort());
});

test('every folder of the product is in the table to find your way around', () => {
  const [, table = ''] = /## Find your way around\n(.*?)\n## /s.exec(readme) ?? [];
  const folders = readdirSync(packageRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^\.|^(node_modules|dist|generated|docs|sdk)$/.test(entry.name))
    .map((entry) => entry.name);
  for (const folder of folders) expect(table).toContain(`](${folder})`);
});

test.each(DOCS)('every link of %s leads somewhere', (file) => {
  const text = read(file);
  for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(link)) continue;
    const [target = '', anchor] = link.split('#');
    const there = target === '' ? file : path.join(path.dirname(file), target);
    expect([link, isThere(there)]).toEqual([link, true]);
    if (anchor !== undefined) expect(anchorsIn(read(there))).toContain(anchor);
  }
});

describe('docs/integrators.md', () => {
  test('has every error code, with its status, and no other', () => {
    const rows = [...integrators.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(ERRORS).map(([code, { status }]) => [code, status])),
    );
  });

  test('has every field of a create and of an answer', () => {
    const fields = Object.keys(createRequest.in.shape);
    expect(firstCells(sectionOf(integrators, 'Ask')).sort()).toEqual(fields.sort());
    const answer = Object.keys(resolveRequest.shape);
    expect(firstCells(sectionOf(integrators, 'A page of your own')).sort()).toEqual(answer.sort());
  });

  test('has everything that can be set of a key', () => {
    const fields = Object.keys(changeKeyRequest.shape);
    expect(firstCells(sectionOf(integrators, 'Keys'))).toEqual(expect.arrayContaining(fields));
  });

  test('has every condition and every consequence of a rule', () => {
    const { when, then } = rule.shape;
    const fields = [...Object.keys(when.out.shape), ...Object.keys(then.out.shape)];
    expect(firstCells(sectionOf(integrators, 'Rules'))).toEqual(expect.arrayContaining(fields));
  });

  test('has every response type', () => {
    const types = responseType.options.map(({ shape }) => shape.type.value);
    expect(firstCells(sectionOf(integrators, 'More than yes or no'))).toEqual(types);
  });

  test('says of every status whether the agent may act', () => {
    const rows = firstCells(/\| status \| may the agent act.*?\n\n/s.exec(integrators)?.[0] ?? '');
    expect(rows.sort()).toEqual([...STATUSES].sort());
  });

  test('shows the checks of signatures as they are in the examples', () => {
    for (const [language, file] of [
      ['js', 'examples/verify.mjs'],
      ['python', 'examples/verify.py'],
    ] as const) {
      const blocks = [...integrators.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))];
      expect(blocks).toHaveLength(2);
      for (const [, code = ''] of blocks) expect(read(file)).toContain(code);
    }
  });
});

test('docs/coverage.md has every promise with a test that passed, and no test names another promise', () => {
  const promises = Object.values(ROWS).flatMap((rows) => Object.keys(rows));
  const kept = [...read('docs/coverage.md').matchAll(/^\| `([\w.]+)` \| .+ \| \[.+\]\(\S+\).* \| passed \|$/gm)];
  expect(kept.map(([, key]) => key)).toEqual(promises);
  for (const keys of Object.values(keysByFile())) expect(promises).toEqual(expect.arrayContaining(keys));
});

test('docs/operators.md has every metric', async () => {
  const names = (await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name);
  const ours = names.filter((name) => name.startsWith('handover_'));
  expect(firstCells(read('docs/operators.md'))).toEqual(expect.arrayContaining(ours));
});

describe('a callback', () => {
  const secret = `whsec_${Buffer.from('a secret of 32 bytes, as we make').toString('base64')}`;
  const body = JSON.stringify({ event: 'decision.resolved', decision: { action: 'naïve — 你好' } });
  const signed = (at = new Date(), secrets = [secret]) => signedHeaders({ id: 'evt_1', body, secrets, at });
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const cases = [
    ['as it was sent', body, signed(), true, true],
    ['during a rotation, to the old secret', body, signed(new Date(), ['whsec_bmV3', secret]), true, false],
    ['with another body', `${body} `, signed(), false, false],
    ['signed with another secret', body, signed(new Date(), ['whsec_b3RoZXI=']), false, false],
    ['sent again after ten minutes', body, signed(minutesAgo(10)), false, true],
    ['without headers', body, {}, false, false],
    [
      'with headers that are no ASCII',
      body,
      { ...signed(), 'webhook-signature': 'ü', 'x-handover-signature': 'ü' },
      false,
      false,
    ],
  ] as const;

  test.each(cases)('%s, as examples/verify.mjs sees it', (_case, received, headers, genuine, handover) => {
    expect(isGenuine(Buffer.from(received), headers, secret)).toBe(genuine);
    expect(hasHandoverSignature(Buffer.from(received), headers, secret)).toBe(handover);
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  const name = `as examples/verify.py sees it${hasPython ? '' : ' (skipped: there is no python3)'}`;
  (hasPython ? test : test.skip)(name, () => {
    const script = `import json, sys
from verify import has_handover_signature, is_genuine
print(json.dumps([[is_genuine(b.encode(), h, s), has_handover_signature(b.encode(), h, s)] for b, h, s in json.load(sys.stdin)]))`;
    const input = JSON.stringify(cases.map(([, received, headers]) => [received, headers, secret]));
    const { stdout, stderr } = spawnSync('python3', ['-B', '-c', script], {
      cwd: path.join(packageRoot, 'examples'),
      input,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(cases.map(([, , , genuine, handover]) => [genuine, handover]));
  });
});

const isThere = (file: string): boolean => existsSync(path.join(packageRoot, file));

/** The names in backticks in the first cells of a Markdown table's rows. */
function firstCells(markdown: string): string[] {
  const cells = [...markdown.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

function sectionOf(markdown: string, title: string): string {
  return markdown.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
}

/** As GitHub makes them of headings. */
function anchorsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => path.relative(packageRoot, path.join(entry.parentPath ?? entry.path, entry.name)));
}
