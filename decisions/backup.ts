import { invalid } from '../contract/errors';
import type { CreateRequest } from '../contract/requests';
import { isSamePerson } from '../domain/person';
import type { ApiKey } from '../store/keys';

/** The request with the backup of the key where it names none, unless that is the approver. An escalation needs one. */
export function withBackup({ backupApprover }: ApiKey, request: CreateRequest): CreateRequest {
  const isApprover = isSamePerson(backupApprover, request.approver);
  const backup = request.backup_approver ?? (isApprover ? null : backupApprover);
  if (request.escalate_after_minutes !== null && backup === null) {
    const message = 'needs a backup_approver: there is nobody to escalate to';
    throw invalid({ path: 'escalate_after_minutes', message });
  }
  return { ...request, backup_approver: backup };
}
