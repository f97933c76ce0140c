import { describe, expect, it } from 'vitest';
import type { Checked } from './invariants/check-invariants.js';
import { judgementAtRest, restSecondsOf, type Looks } from './judgement.js';
import type { Site } from './site.js';

const NOTHING: Checked = { findings: [], checked: [], notChecked: [] };
const NO_SITE = {} as Site;

/** Looks at what is at rest at once, but for what a test says. */
function looks(told: Partial<Looks> = {}): Looks & { readonly asked: string[] } {
  const asked: string[] = [];
  const noted = <Answer>(what: string, look: () => Promise<Answer>) => () => {
    asked.push(what);
    return look();
  };
  return {
    asked,
    judge: noted('judge', told.judge ?? (() => Promise.resolve(0))),
    quiet: (withinMs) => noted('quiet', () => told.quiet?.(withinMs) ?? Promise.resolve(undefined))(),
    check: noted('check', told.check ?? (() => Promise.resolve(NOTHING))),
  };
}

describe('the judgement at rest', () => {
  it('is asked for once the ledgers are as they should be and no service has anything to do any more', async () => {
    const before = Date.now();
    const each = looks();
    const { findings, rest } = await judgementAtRest(NO_SITE, 1_000, each);
    expect(findings).toEqual([]);
    expect(each.asked).toEqual(['judge', 'quiet', 'check']);
    expect(rest.since).toBeGreaterThanOrEqual(before);
  });

  it('finds services that do not come to rest, though all that was asked of them is there', async () => {
    const { findings } = await judgementAtRest(NO_SITE, 1_000, looks({ quiet: () => Promise.resolve('3 of console') }));
    expect(findings).toEqual([{ invariant: 'I8', code: 'not-quiet', detail: '3 of console' }]);
  });

  it('has patience with what is run again later, as long as there is time', async () => {
    const answers = ['3 of console'];
    const each = looks({ quiet: () => Promise.resolve(answers.shift()) });
    expect((await judgementAtRest(NO_SITE, 1_000, each)).findings).toEqual([]);
    expect(each.asked).toEqual(['judge', 'quiet', 'quiet', 'check']);
  });

  it('does not know since when it was so, where it never was', async () => {
    const { rest } = await judgementAtRest(NO_SITE, -1, looks({ judge: () => Promise.resolve(3) }));
    expect(rest).toEqual({ since: undefined, open: undefined });
  });

  it('counts from the begin of the look that found nothing, since looking takes its time', async () => {
    const slow = looks({ judge: () => new Promise((resolve) => setTimeout(resolve, 300, 0)) });
    const begin = Date.now();
    const { rest } = await judgementAtRest(NO_SITE, 1_000, slow);
    expect((rest.since ?? Infinity) - begin).toBeLessThan(250);
  });
});

describe('the time to rest', () => {
  const [END, SOON, LATER] = [10_000, { since: 14_400 }, { since: 200_000 }];
  const NEVER = { since: undefined };

  it('is that until the first rest, from the end of the load', () => {
    expect(restSecondsOf(END, [SOON])).toBe(4);
    expect(restSecondsOf(END, [SOON, LATER])).toBe(4);
    expect(restSecondsOf(END, [{ since: 9_000 }])).toBe(0);
  });

  it('is not known where there was none in time, also after what a row does at rest', () => {
    expect(restSecondsOf(END, [NEVER])).toBeUndefined();
    expect(restSecondsOf(END, [NEVER, LATER])).toBeUndefined();
    expect(restSecondsOf(END, [SOON, NEVER])).toBeUndefined();
  });
});
