import type { Grant, State, Team } from './state';

export interface Call {
  readonly args: Readonly<Record<string, unknown>>;
  readonly grant: Grant;
  readonly team: Team;
  readonly state: State;
}

/** One method of the Web API: the scope it wants, and its reply without `ok`. */
export interface Method {
  readonly scope?: string;
  answer(call: Call): object;
}
