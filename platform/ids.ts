import { v7 } from 'uuid';

/** A new id: a UUIDv7, so that ids sort by creation time. */
export const newId = (): string => v7();

/** The lowest possible id of this moment. Ids created later sort after it, earlier ones before it. */
export const firstIdAt = (at: Date): string => v7({ msecs: at.getTime(), seq: 0, random: new Uint8Array(16) });

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text has the form of an id. Other texts need no lookup. */
export const isId = (text: string): boolean => UUID.test(text);
