import { describe, expect, it } from 'vitest';
import { far, farSide, rig } from './fixtures/rig-and-far-side.js';

const by = { by: 'ayse', reason: 'not there' };
const inAnHour = { retry: { delaysMs: [3_600_000], jitter: 0, giveUpAfterMs: 86_400_000 } };

/** A call that the far side has written and whose answer is lost, at a target that is paused since, and what a person does with it. */
async function lost(target: Parameters<typeof farSide>[1], options: Parameters<typeof farSide>[2] = {}) {
  const type = await farSide({ keys: true }, { ...inAnHour, ...target }, options);
  far.fail('POST', 'A-1', { kind: 'cut-after' });
  const command = await rig.enqueue(type, 'A-1');
  await rig.replica([type]);
  const { id } = await rig.until(command, 'nobody knows', ({ state }) => state === 'unknown');
  await rig.targets([type]).pause(type.target.name, by);
  const decide = (decision: 'repeat' | 'withdraw' | 'give-up', types = [type]) => rig.register(types).decide(id, { decision, ...by });
  return {
    type, command, decide,
    resume: () => rig.targets([type]).resume(type.target.name, by),
    takeBack: () => rig.core.transactions.run((db) => rig.store.withdraw(db, command)),
  };
}

describe('an unknown call that a person has sent again', () => {
  it.each(['key', 'uniqueReference'] as const)(
    'with %s is unknown until that is answered: nobody takes it back, neither its command nor a person',
    async (repeat) => {
      const { command, decide, takeBack, resume } = await lost({ repeat });
      const decided = await decide('repeat');
      expect(decided).toMatchObject({ state: 'unknown', act: 'send', uncertainSince: expect.any(String) as string });
      expect(decided.history.at(-1)).toMatchObject({ to: 'unknown', by: 'repeat' });
      expect(await takeBack()).toBe(false);
      await expect(decide('withdraw')).rejects.toMatchObject({ code: 'decision-not-possible' });
      await resume();
      const { state, tried } = await rig.ended(command);
      expect([state, tried.map(({ act, result }) => [act, result])]).toEqual([
        'completed', [['send', 'unknown'], ['send', 'done']],
      ]);
      expect(far.ledger).toEqual(['A-1']);
    },
  );

  it('may be given up, and is told as given up', async () => {
    const { decide } = await lost({ repeat: 'key' });
    await decide('repeat');
    expect(await decide('give-up')).toMatchObject({ state: 'failed', outcome: { kind: 'dead', code: 'given-up' } });
  });

  it.each([
    ['never', { repeat: 'never' }],
    ['a key that has expired', { repeat: 'key', keyLifetimeMs: 1 }],
  ] as const)('with %s is pending, since nothing unknown is sent, and goes out', async (_, target) => {
    const { command, decide, resume } = await lost(target, { lookUp: false });
    expect(await decide('repeat')).toMatchObject({ state: 'pending', act: 'send', uncertainSince: null });
    await resume();
    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(far.count('POST', 'A-1')).toBe(2);
  });

  it('has to be of a type that is known here, which tells whether a repeat does harm', async () => {
    const { command, decide } = await lost({ repeat: 'key' });
    await expect(decide('repeat', [])).rejects.toMatchObject({ code: 'decision-not-possible' });
    expect(await rig.view(command)).toMatchObject({ state: 'unknown', act: 'look-up' });
  });
});
