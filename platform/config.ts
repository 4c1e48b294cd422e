import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  flag,
  host,
  hostAndPort,
  httpUrl,
  mailbox,
  origin,
  port,
  trustedProxies,
  urlOf,
  wholeNumber,
  word,
} from './config-values';
import { limitsSetting } from './limits-setting';
import { isKeyList } from './payload-codec';
import { storageFault } from './storage';

const MAX_INTEGER = 2_147_483_647;
const CENTURY_DAYS = 36_500;

const environment = z
  .object({
    NODE_ENV: z.string().default('development'),
    PORT: port.default(3000),
    HOST: host.optional(),
    PUBLIC_URL: origin.optional(),
    TRUST_PROXY: trustedProxies.optional(),
    HANDOVER_DATA_DIR: z.string().default('.data'),
    STORAGE_URL: z
      .string()
      .refine((url) => storageFault(url) === null, { error: ({ input }) => storageFault(String(input)) ?? undefined })
      .default('file:'),
    HANDOVER_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    HANDOVER_ENCRYPTION_KEY: z
      .string()
      .refine(isKeyList, 'must be 32 bytes in base64, or several of these separated by commas')
      .optional(),
    HANDOVER_OWNER_EMAIL: z.email('must be an e-mail address').default('owner@localhost.localdomain'),
    HANDOVER_ALLOW_PRIVATE_CALLBACKS: flag.default(false),
    HANDOVER_RECONCILE_SECONDS: wholeNumber(1, 86_400).default(300),
    HANDOVER_MAX_OPEN_PER_KEY: wholeNumber(1, MAX_INTEGER).default(10_000),
    HANDOVER_RETENTION_DAYS: wholeNumber(1, CENTURY_DAYS).optional(),
    HANDOVER_DEFAULT_TIER: z.enum(['self_hosted', 'free', 'pro', 'scale', 'enterprise']).default('self_hosted'),
    HANDOVER_LIMITS: limitsSetting.default({}),
    METRICS_PORT: port.optional(),
    DATABASE_URL: urlOf('postgres', 'postgresql'),
    DATABASE_MIGRATION_URL: urlOf('postgres', 'postgresql').optional(),
    TEMPORAL_ADDRESS: hostAndPort.default('127.0.0.1:7233'),
    TEMPORAL_NAMESPACE: word.default('default'),
    TEMPORAL_API_KEY: word.optional(),
    TEMPORAL_TLS_CA: z.string().optional(),
    TEMPORAL_TLS_CERT: z.string().optional(),
    TEMPORAL_TLS_KEY: z.string().optional(),
    TEMPORAL_TLS_SERVER_NAME: host.optional(),
    TEMPORAL_DEPLOYMENT: word.regex(/^[^.:]*$/, 'must not contain a dot or colon').optional(),
    BUILD_ID: word.optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    SENDGRID_API_KEY: word.optional(),
    SENDGRID_API_URL: httpUrl.optional(),
    SMTP_URL: urlOf('smtp', 'smtps').optional(),
    SLACK_CLIENT_ID: word.optional(),
    SLACK_CLIENT_SECRET: word.optional(),
    SLACK_SIGNING_SECRET: word.optional(),
    SLACK_API_URL: httpUrl.default('https://slack.com/api'),
    MAIL_FROM: mailbox.default('Handover <handover@localhost.localdomain>'),
    MAIL_REPLY_TO: mailbox.optional(),
  })
  .superRefine((config, context) => {
    type Name = keyof typeof config;
    const fault = (name: Name, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    const together = (one: Name, other: Name) => {
      if (config[one] && !config[other]) fault(other, `is needed together with ${one}`);
    };
    together('TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY');
    together('TEMPORAL_TLS_KEY', 'TEMPORAL_TLS_CERT');
    together('TEMPORAL_DEPLOYMENT', 'BUILD_ID');
    together('BUILD_ID', 'TEMPORAL_DEPLOYMENT');
    if (context.issues.length > 0) return;
    for (const name of ['TEMPORAL_TLS_CA', 'TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY'] as const)
      if (config[name] && !isReadable(config[name])) fault(name, `names a file that can't be read: ${config[name]}`);
    if (config.METRICS_PORT === config.PORT && config.PORT !== 0) fault('METRICS_PORT', 'must differ from PORT');
    if (config.PORT === 0 && !config.PUBLIC_URL) fault('PUBLIC_URL', 'is needed with PORT=0');
  });

/** The names of all variables that are read. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

export type Config = Omit<z.infer<typeof environment>, 'PUBLIC_URL' | 'HANDOVER_SECRET'> & {
  readonly PUBLIC_URL: string;
  readonly HANDOVER_SECRET: string;
};

/** Parses the environment. Throws one error that names every variable at fault and what is wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given, { reportInput: true });
  if (!result.success)
    throw new Error(
      `Configuration: ${result.error.issues.map((issue) => `${issue.path.join('.')}: ${faultOf(issue)}`).join('; ')}`,
    );
  const config = result.data;
  const missing = config.NODE_ENV === 'production' ? missingInProduction(config) : [];
  if (missing.length > 0) throw new Error(`Configuration: ${missing.join('; ')}`);
  return {
    ...config,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    HANDOVER_SECRET: config.HANDOVER_SECRET ?? keptSecret(config),
  };
}

/** What works and is probably not meant; to be logged when a process starts. */
export function configWarnings(config: Config): readonly string[] {
  const warnings: string[] = [];
  const { NODE_ENV, SENDGRID_API_KEY, SMTP_URL, HANDOVER_DATA_DIR } = config;
  if (NODE_ENV === 'production' && !SENDGRID_API_KEY && !SMTP_URL)
    warnings.push(
      `no e-mail is sent, it stays in ${HANDOVER_DATA_DIR}/outbox: set SMTP_URL or SENDGRID_API_KEY, and MAIL_FROM`,
    );
  if (SENDGRID_API_KEY && SMTP_URL) warnings.push('SMTP_URL is ignored, because SENDGRID_API_KEY is set');
  const slack = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'] as const;
  const unset = slack.filter((name) => !config[name]);
  if (unset.length > 0 && unset.length < slack.length) warnings.push(`Slack is off: set ${unset.join(' and ')} too`);
  return warnings;
}

type Environment = z.infer<typeof environment>;

function faultOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : issue.message;
}

function missingInProduction({ HANDOVER_SECRET, PUBLIC_URL }: Environment): readonly string[] {
  const missing: string[] = [];
  if (!HANDOVER_SECRET)
    missing.push('HANDOVER_SECRET: is required in production; make one with `openssl rand -base64 32`');
  if (!PUBLIC_URL) missing.push("PUBLIC_URL: is required in production: the address in approvers' browsers");
  return missing;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Outside production the secret is made at the first start and kept in the data folder, readable by its owner only. */
function keptSecret({ HANDOVER_DATA_DIR }: Environment): string {
  const file = path.join(HANDOVER_DATA_DIR, 'secret');
  if (!existsSync(file)) {
    mkdirSync(HANDOVER_DATA_DIR, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
