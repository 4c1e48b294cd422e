/** What a key may do; `admin` implies all. */
export const SCOPES = [
  'decisions:read',
  'decisions:write',
  'decisions:resolve',
  'approvals:read',
  'approvals:write',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];
