import { type Client, isGrpcServiceError } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';
import { lastDeadline } from '../contract/ladder';
import type { Decision } from '../contract/model';
import type { Logger } from '../platform/log';

const WORKSPACE = defineSearchAttributeKey('HandoverWorkspace', SearchAttributeType.KEYWORD);
const API_KEY = defineSearchAttributeKey('HandoverApiKey', SearchAttributeType.KEYWORD);
const URGENCY = defineSearchAttributeKey('HandoverUrgency', SearchAttributeType.KEYWORD);
const DEADLINE = defineSearchAttributeKey('HandoverDeadline', SearchAttributeType.DATETIME);

// temporal.api.enums.v1.IndexedValueType
const KEYWORD = 2;
const DATETIME = 6;
// gRPC's status codes
const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;

/** By what operators filter decisions in Temporal's UI. */
export function searchAttributesOf(decision: Decision): SearchAttributePair[] {
  const deadline = lastDeadline(decision);
  return [
    { key: WORKSPACE, value: decision.workspaceId },
    { key: API_KEY, value: decision.apiKeyId },
    { key: URGENCY, value: decision.urgency },
    ...(deadline ? [{ key: DEADLINE, value: deadline }] : []),
  ];
}

/**
 * Registers the search attributes; false where that is not permitted: decisions then start without them.
 * Throws when Temporal is away.
 */
export async function registerSearchAttributes({ connection, options }: Client, log: Logger): Promise<boolean> {
  const searchAttributes = {
    [WORKSPACE.name]: KEYWORD,
    [API_KEY.name]: KEYWORD,
    [URGENCY.name]: KEYWORD,
    [DEADLINE.name]: DATETIME,
  };
  const { namespace } = options;
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.fromEntries(Object.entries(searchAttributes).filter(([name]) => !customAttributes?.[name]));
    if (Object.keys(missing).length > 0)
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
    return true;
  } catch (error) {
    if (isAway(error)) throw error;
    log.warn({ err: error }, 'search attributes are not registered: decisions start without them');
    return false;
  }
}

function isAway(error: unknown): boolean {
  return isGrpcServiceError(error) && (error.code === UNAVAILABLE || error.code === DEADLINE_EXCEEDED);
}
