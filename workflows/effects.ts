import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Effect } from '../domain/snapshot';
import { deliver } from './delivery';
import { notifyApprover } from './notify-approver';

const { updateMessages } = wf.proxyActivities<Activities>({
  scheduleToCloseTimeout: '10 seconds', // nobody who awaits the outcome waits longer for a message; `maintenance` edits it later
});

/** Everything activities do for a decision: each effect once, by its id. One that fails changes nothing. */
export class Effects {
  private readonly started: Set<string>;
  private readonly running = new Map<string, Effect['kind']>();
  private open: readonly Effect[] = [];

  constructor(
    private readonly decisionId: string,
    started: readonly string[],
  ) {
    this.started = new Set(started);
  }

  get areIdle(): boolean {
    return this.running.size === 0;
  }
  /** Everyone who must hear of the end has heard, or another workflow tells them. */
  get areTold(): boolean {
    return [...this.running.values()].every((kind) => kind === 'notify');
  }
  /** Effects that have ended but are not done: another workflow works on them, or nobody can do them. */
  get left(): string[] {
    return this.open.map(({ id }) => id).filter((id) => this.started.has(id) && !this.running.has(id));
  }

  /** Starts those that have not been started yet. */
  start(effects: readonly Effect[]): void {
    this.open = effects;
    for (const effect of effects) {
      if (this.started.has(effect.id)) continue;
      this.started.add(effect.id);
      this.running.set(effect.id, effect.kind);
      const done = () => this.running.delete(effect.id);
      void this.carryOut(effect).then(done, done);
    }
  }

  private carryOut(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case 'deliver':
        return deliver(effect.id);
      case 'updateMessages':
        return updateMessages(this.decisionId);
      case 'notify':
        return notifyApprover(this.decisionId, effect);
    }
  }
}
