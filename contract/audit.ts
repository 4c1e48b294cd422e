export { ACTOR_TYPES, AUDIT_TYPES, type AuditType } from '../domain/audit-types';
