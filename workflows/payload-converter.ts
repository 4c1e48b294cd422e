import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/**
 * Temporal's own converter, except that a payload it cannot read becomes undefined. Everyone who reaches Temporal can
 * send a signal in an unknown encoding. The SDK decodes it before any handler runs, and an error there would fail the
 * workflow task forever.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: <T>(value: T): Payload => defaultPayloadConverter.toPayload(value),
  fromPayload: <T>(payload: Payload): T => {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return undefined as T;
    }
  },
};
