import { fileURLToPath } from 'node:url';
import { renderStates, stateTable } from '@kervan/saga/testing';
import { describe, expect, it } from 'vitest';
import { journey } from './fixtures/web-order.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

const page = fileURLToPath(new URL('order-to-invoice.states.md', import.meta.url));

describe('every state of a web order, by everything that may happen', () => {
  const states = stateTable(orderToInvoice, journey);

  it('leads to what the page says; `npx vitest run --update` writes it anew', async () => {
    const title = '# Every state of order-to-invoice, by everything that may happen';
    const note = '<!-- Generated from the definition. A test keeps it in step. -->';
    await expect([title, note, '', renderStates(states)].join('\n\n')).toMatchFileSnapshot(page);
  });

  it('has every status in every direction in which it can stand', () => {
    expect([...new Set(states.map(({ status, direction }) => `${status} ${direction}`))].toSorted()).toEqual([
      'compensated backward',
      'completed forward',
      'needs_attention backward',
      'needs_attention forward',
      'paused backward',
      'paused forward',
      'running backward',
      'running forward',
      'waiting forward',
    ]);
  });

  it('records everything, and leaves a saga everywhere', () => {
    const outcomes = states.flatMap((state) => Object.values(state.outcomes));
    expect(outcomes.filter((outcome) => outcome.startsWith('nothing:') || outcome.includes('no saga'))).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(1_000);
  });

  it('sends nothing from a paused saga but by its resumption, and tells how it stands to who asks for what it does not do', () => {
    const paused = states.filter(({ status }) => status === 'paused');
    for (const { outcomes } of paused) {
      for (const [what, outcome] of Object.entries(outcomes)) {
        const isDecision = ['retried', 'skipped', 'amended'].includes(what);
        if (isDecision) expect(outcome).toMatch(/^ignored: (nothing|(OrderTaken|OrderNeedsAttention|, )+) → paused/);
        else if (what !== 'resumed' && what !== 'start again') expect(outcome).toContain(': nothing → paused');
      }
    }
  });
});
