import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readConfig, VARIABLES } from '../../platform/config';
import { packageRoot } from '../../platform/package-root';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

const read = (file: string): string => readFileSync(path.join(packageRoot, file), 'utf8');
const services: Readonly<Record<string, Service>> = parse(read('docker-compose.yml'), { merge: true }).services;
const dockerfile = read('Dockerfile');
const own = ['api', 'worker'] as const;
const service = (name: string): Service => services[name] as Service;
const portIn = (text: string): number => Number(/127\.0\.0\.1\D+(\d{4,5})/.exec(text)?.[1]);

const defaults = readConfig({ DATABASE_URL: 'postgresql://x', HANDOVER_SECRET: 'x'.repeat(32) });
const metricsPort = (start: string): number => Number(/const METRICS_PORT = (\d+);/.exec(read(start))?.[1]);

test.each([...own, 'migrate'])('the command of %s is compiled from a source that is there', (name) => {
  const script = service(name).command?.at(-1) ?? '';
  expect(existsSync(path.join(packageRoot, sourceOf(script)))).toBe(true);
});

test("the image's own command is the API, and both are what package.json runs", () => {
  const { scripts } = JSON.parse(read('package.json'));
  const [command] = /(?<=\nCMD ).*/.exec(dockerfile) ?? [];
  expect(JSON.parse(command ?? '')).toEqual(service('api').command);
  for (const name of own) expect(scripts[name]).toContain(service(name).command?.at(-1));
});

test('the command that makes the first key is in the image', () => {
  const script = /exec api node (dist\/\S+\.js)/.exec(read('docs/operators.md'))?.[1] ?? '';
  expect(existsSync(path.join(packageRoot, sourceOf(script)))).toBe(true);
});

test.each([...own, 'migrate'])('every variable of %s is one that platform/config.ts reads', (name) => {
  expect(VARIABLES).toEqual(expect.arrayContaining(Object.keys(service(name).environment ?? {})));
});

test.each(own)('%s starts with nothing set but what compose asks for', (name) => {
  const environment = service(name).environment ?? {};
  const given = Object.entries(environment).map(([key, value]) => [key, filledIn(String(value))]);
  expect(() => readConfig({ NODE_ENV: 'production', ...Object.fromEntries(given) })).not.toThrow();
});

test('ports are the defaults of the code', () => {
  expect(service('api').ports).toEqual([`${defaults.PORT}:${defaults.PORT}`]);
  expect(portIn(service('api').healthcheck?.test.at(-1) ?? '')).toBe(defaults.PORT);
  expect(portIn(/HEALTHCHECK[\s\S]*?\n(?=CMD)/.exec(dockerfile)?.[0] ?? '')).toBe(defaults.PORT);
  expect(portIn(service('worker').healthcheck?.test.at(-1) ?? '')).toBe(metricsPort('worker/start.ts'));
  const exposed = [defaults.PORT, metricsPort('api/start.ts'), metricsPort('worker/start.ts')];
  expect(dockerfile).toContain(`\nEXPOSE ${exposed.join(' ')}\n`);
});

test('files and the outbox are in a volume, where the image keeps its data', () => {
  expect(dockerfile).toContain('HANDOVER_DATA_DIR=/data');
  for (const name of own) expect(service(name).volumes).toEqual(['data:/data']);
});

test('nothing but the API, and the UI on this machine alone, is published', () => {
  const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
  expect(published).toEqual([
    ['temporal-ui', '127.0.0.1:8080:8080'],
    ['api', '3000:3000'],
  ]);
});

test('no secret has a default: it must be given, or stays unset', () => {
  const secrets = Object.values(services)
    .flatMap(({ environment = {} }) => Object.entries(environment))
    .filter(([name]) => /PASSWORD|PWD|SECRET|KEY$|SMTP_URL|DATABASE_URL/.test(name));
  expect(secrets.length).toBeGreaterThan(6);
  for (const [, value] of secrets) expect(value).toMatch(/\$\{\w+:\?[^}]+\}|^\$\{\w+:-\}$/);
});

test.each(Object.keys(services))('%s has no privilege that it does not need', (name) => {
  const { image, cap_drop, security_opt, read_only, tmpfs } = service(name);
  expect([cap_drop, security_opt]).toEqual([['ALL'], ['no-new-privileges:true']]);
  const writesItsConfiguration = ['temporal', 'temporal-ui'].includes(name);
  if (!writesItsConfiguration) expect([read_only, tmpfs?.[0]]).toEqual([true, expect.stringMatching(/^\/tmp/)]);
  if (image !== 'handover') expect(image).toMatch(/:\d+\.\d+(\.\d+)?$/); // an exact version
});

test('the superuser of the database serves its setup only, and each role has a password of its own', () => {
  const users = Object.entries(services).flatMap(([name, { environment = {} }]) =>
    Object.entries(environment).flatMap(([key, value]) => {
      const [, url] = /^postgresql:\/\/(\w+:\$\{\w+)/.exec(String(value)) ?? [];
      const [, password] = /PASSWORD|PWD/.test(key) ? (/^\$\{(\w+)/.exec(String(value)) ?? []) : [];
      return url ? [`${name}: ${url}`] : password ? [`${name}: ${password}`] : [];
    }),
  );
  expect(users).toEqual([
    'postgresql: POSTGRES_PASSWORD',
    ...['POSTGRES_PASSWORD', 'HANDOVER_DB_OWNER_PASSWORD', 'HANDOVER_DB_PASSWORD', 'TEMPORAL_DB_PASSWORD'].map(
      (password) => `postgresql-roles: ${password}`,
    ),
    'temporal-schema: TEMPORAL_DB_PASSWORD',
    'temporal: TEMPORAL_DB_PASSWORD',
    'migrate: handover:${HANDOVER_DB_PASSWORD',
    'migrate: handover_owner:${HANDOVER_DB_OWNER_PASSWORD',
    'api: handover:${HANDOVER_DB_PASSWORD',
    'worker: handover:${HANDOVER_DB_PASSWORD',
  ]);
});

test('every service waits for services that are there, and in good health', () => {
  for (const [name, { depends_on = {} }] of Object.entries(services))
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect([name, Object.keys(services)]).toEqual([name, expect.arrayContaining([other])]);
      if (condition === 'service_healthy')
        expect([other, service(other).healthcheck]).toEqual([other, expect.anything()]);
    }
});

test('the image has what the processes read beside dist/, and no development packages', () => {
  const [, , image = ''] = dockerfile.split(/^FROM /m).slice(1);
  for (const folder of ['prisma/migrations', 'web/browser']) expect(image).toContain(`COPY ${folder} ${folder}`);
  expect(image).toContain('--from=dependencies /app/node_modules');
  expect(dockerfile).toContain('npm ci --omit=dev');
  expect(image).toMatch(/\nUSER node\n/);
});

test("what the image is built from is not kept out of the builder's sight", () => {
  const ignored = read('.dockerignore').trim().split('\n');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '));
  for (const file of copied) expect(ignored).not.toContain(file.split('/')[0]);
  for (const secret of ['.env*', '.data', '.git']) expect(ignored).toContain(secret);
});

/** The source that a compiled script comes from. */
const sourceOf = (script: string): string => script.replace(/^dist\//, '').replace(/\.js$/, '.ts');

/** As compose fills in: what must be given is given, all else takes its default. */
function filledIn(value: string): string {
  return value
    .replace(/\$\{PUBLIC_URL:\?[^}]*\}/, 'https://handover.example.com')
    .replace(/\$\{\w+:\?[^}]*\}/g, 'x'.repeat(32))
    .replace(/\$\{\w+:-([^}]*)\}/g, '$1');
}
