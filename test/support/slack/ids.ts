import { randomUUID } from 'node:crypto';

let moments = 0;

/** An id as Slack's are: `T`, `U`, `D`, `V` … and ten characters. */
export const newId = (prefix: string): string => `${prefix}${hex().slice(0, 10).toUpperCase()}`;

/** A `ts`: the second, and a number that makes it one of a kind. */
export function newTs(): string {
  moments += 1;
  return `${Math.floor(Date.now() / 1000)}.${String(moments).padStart(6, '0')}`;
}

export const newTrigger = (): string => `${Date.now()}.${newTs()}.${hex()}`;

export const newToken = (): string => `xoxb-${hex()}`;

export const hex = (): string => randomUUID().replaceAll('-', '');
