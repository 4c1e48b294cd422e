import { type Client, isGrpcServiceError } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';
import type { Urgency } from '../domain/urgency';
import type { Logger } from '../platform/log';

const WORKSPACE = defineSearchAttributeKey('HandoverWorkspace', SearchAttributeType.KEYWORD);
const API_KEY = defineSearchAttributeKey('HandoverApiKey', SearchAttributeType.KEYWORD);
const URGENCY = defineSearchAttributeKey('HandoverUrgency', SearchAttributeType.KEYWORD);
const DEADLINE = defineSearchAttributeKey('HandoverDeadline', SearchAttributeType.DATETIME);

// temporal.api.enums.v1.IndexedValueType
const KEYWORD = 2;
const DATETIME = 6;
// gRPC status codes
const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;

const CALL_MS = 10_000;
const ASK_AGAIN_MS = 60_000;

/** What operators filter decisions by in Temporal's UI. */
export interface Searchable {
  readonly workspaceId: string;
  readonly apiKeyId: string;
  readonly urgency: Urgency;
  /** In milliseconds since the epoch. */
  readonly deadline: number | null;
}

export interface SearchAttributes {
  /** The attributes of a decision; null if this Temporal does not permit them. Throws while Temporal is unavailable. */
  of(decision: Searchable): Promise<SearchAttributePair[] | null>;
  /** Leaves them out for a while: a server takes some time to learn what was just registered. */
  suspend(error: unknown): void;
}

/** Registers the search attributes at their first use; again if Temporal was unavailable. */
export function createSearchAttributes(client: Client, log: Logger): SearchAttributes {
  let registered: Promise<boolean> | null = null;
  const areRegistered = (): Promise<boolean> => {
    registered ??= client
      .withDeadline(Date.now() + CALL_MS, () => register(client, log))
      .catch((error: unknown) => {
        registered = null;
        throw error;
      });
    return registered;
  };
  return {
    of: async (decision) => ((await areRegistered()) ? attributesOf(decision) : null),
    suspend: (error) => {
      log.warn({ err: error }, 'Temporal refuses our search attributes: decisions start without them');
      registered = Promise.resolve(false);
      setTimeout(() => {
        registered = null;
      }, ASK_AGAIN_MS).unref();
    },
  };
}

function attributesOf({ workspaceId, apiKeyId, urgency, deadline }: Searchable): SearchAttributePair[] {
  return [
    { key: WORKSPACE, value: workspaceId },
    { key: API_KEY, value: apiKeyId },
    { key: URGENCY, value: urgency },
    ...(deadline === null ? [] : [{ key: DEADLINE, value: new Date(deadline) }]),
  ];
}

/** False if registering is not permitted: decisions then start without attributes. Throws while Temporal is unavailable. */
async function register({ connection, options }: Client, log: Logger): Promise<boolean> {
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
