import { CommandDead, CommandWithdrawn } from '@kervan/contracts';
import { isAwaiting, type Refusal, type SagaData, type SagaOrder } from '../definition/saga-definition.js';
import { isUndoing, type Answer } from './instance.js';
import type { Reply } from './input.js';
import type { Turn } from './turn.js';

/** What a reply to the current command says; undefined when its record is no answer to what was asked. */
export function verdictOf<Data extends SagaData, Order extends SagaOrder>(
  { definition, instance, step, data }: Turn<Data, Order>,
  reply: Reply,
): Answer | undefined {
  if (!step || isAwaiting(step)) return undefined;
  const { code = 'unknown', detail = '' } = reply.data;
  if (reply.record === CommandDead.fullName) return { verdict: 'dead', code, detail };
  if (reply.record === CommandWithdrawn.fullName) return { verdict: 'withdrawn' };
  if (isUndoing(instance)) return reply.record === step.undone?.fullName ? { verdict: 'undone' } : undefined;
  switch (reply.record) {
    case step.ok.fullName:
      return { verdict: 'done' };
    case step.refused?.fullName: {
      const compensate = definition.whenRefused(data, reply.data as Refusal) === 'compensate';
      return { verdict: 'refused', compensate, code, detail };
    }
    default:
      return undefined;
  }
}
