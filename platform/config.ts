import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { limitsSetting } from './limits-setting';
import { storageFault } from './storage';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const count = z.coerce.number().int().min(1);

const environment = z
  .object({
    NODE_ENV: z.string().default('development'),
    PORT: port.default(3000),
    HOST: z.string().optional(),
    PUBLIC_URL: httpUrl.optional(),
    TRUST_PROXY: z.string().optional(),
    HANDOVER_DATA_DIR: z.string().default('.data'),
    STORAGE_URL: z
      .string()
      .refine((url) => storageFault(url) === null, { error: ({ input }) => storageFault(String(input)) ?? undefined })
      .default('file:'),
    HANDOVER_SECRET: z.string().min(32).optional(),
    HANDOVER_ENCRYPTION_KEY: z
      .string()
      .refine(isKeyList, 'must be 32 bytes in base64, or several with commas between')
      .optional(),
    HANDOVER_OWNER_EMAIL: z.email().default('owner@localhost.localdomain'),
    HANDOVER_ALLOW_PRIVATE_CALLBACKS: flag.default(false),
    HANDOVER_RECONCILE_SECONDS: count.default(300),
    HANDOVER_MAX_OPEN_PER_KEY: count.default(10_000),
    HANDOVER_RETENTION_DAYS: count.optional(),
    HANDOVER_DEFAULT_TIER: z.enum(['self_hosted', 'free', 'pro', 'scale', 'enterprise']).default('self_hosted'),
    HANDOVER_LIMITS: limitsSetting.default({}),
    METRICS_PORT: port.optional(),
    DATABASE_URL: postgresUrl,
    DATABASE_MIGRATION_URL: postgresUrl.optional(),
    TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    TEMPORAL_API_KEY: z.string().optional(),
    TEMPORAL_TLS_CA: z.string().optional(),
    TEMPORAL_TLS_CERT: z.string().optional(),
    TEMPORAL_TLS_KEY: z.string().optional(),
    TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
    TEMPORAL_DEPLOYMENT: z.string().optional(),
    BUILD_ID: z.string().optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    SENDGRID_API_KEY: z.string().optional(),
    SENDGRID_API_URL: httpUrl.optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    SLACK_CLIENT_ID: z.string().optional(),
    SLACK_CLIENT_SECRET: z.string().optional(),
    SLACK_SIGNING_SECRET: z.string().optional(),
    SLACK_API_URL: httpUrl.default('https://slack.com/api'),
    MAIL_FROM: z.string().default('Handover <handover@localhost.localdomain>'),
  })
  .superRefine((config, context) => {
    const together = (one: keyof typeof config, other: keyof typeof config) => {
      if (config[one] && !config[other])
        context.addIssue({ code: 'custom', path: [other], message: `is needed together with ${one}` });
    };
    together('TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY');
    together('TEMPORAL_TLS_KEY', 'TEMPORAL_TLS_CERT');
    together('TEMPORAL_DEPLOYMENT', 'BUILD_ID');
    together('BUILD_ID', 'TEMPORAL_DEPLOYMENT');
  });

/** Every variable that is read, by name. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

export type Config = Omit<z.infer<typeof environment>, 'PUBLIC_URL' | 'HANDOVER_SECRET'> & {
  readonly PUBLIC_URL: string;
  readonly HANDOVER_SECRET: string;
};

/** The environment, parsed. Throws one error that names every variable at fault and what is wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given, { reportInput: true });
  if (!result.success)
    throw new Error(
      `Configuration: ${result.error.issues.map((issue) => `${issue.path.join('.')}: ${faultOf(issue)}`).join('; ')}`,
    );
  const config = result.data;
  return {
    ...config,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    HANDOVER_SECRET: config.HANDOVER_SECRET ?? keptSecret(config),
  };
}

function faultOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : issue.message;
}

/** Outside production the secret is made at first start and kept in the data folder, for its owner's eyes only. */
function keptSecret({ NODE_ENV, HANDOVER_DATA_DIR }: z.infer<typeof environment>): string {
  if (NODE_ENV === 'production')
    throw new Error(
      'Configuration: HANDOVER_SECRET: is required in production; make one with `openssl rand -base64 32`',
    );
  const file = path.join(HANDOVER_DATA_DIR, 'secret');
  if (!existsSync(file)) {
    mkdirSync(HANDOVER_DATA_DIR, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Whether a text is a list of 32-byte keys in base64, separated by commas. */
function isKeyList(text: string): boolean {
  return text.split(',').every((key) => Buffer.from(key.trim(), 'base64').length === 32);
}
