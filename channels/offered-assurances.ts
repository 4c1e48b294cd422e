import { type Assurance, rankOf } from '../contract/model';
import type { Config } from '../platform/config';
import { missingVariables } from './slack/settings';

/** How sure the entrances of this server are of who answers. A new entrance adds its level here. */
export function offeredAssurances(config: Config): readonly Assurance[] {
  return missingVariables(config).length === 0 ? ['api', 'link', 'slack'] : ['api', 'link'];
}

/**
 * Why no entrance of this server can give answers of this level, after the field's name; null when one can. Decisions
 * and rules that ask for such a level are refused, because nobody could ever answer.
 */
export function assuranceFault(config: Config, level: Assurance): string | null {
  const offered = offeredAssurances(config);
  if (offered.some((one) => rankOf(one) >= rankOf(level))) return null;
  const missing = missingVariables(config);
  const remedy = rankOf(level) <= rankOf('slack') ? `, unless ${missing.join(', ')} are set` : '';
  return `can't be ${level}: this server only offers ${offered.filter((one) => one !== 'api').join(' and ')}${remedy}`;
}
