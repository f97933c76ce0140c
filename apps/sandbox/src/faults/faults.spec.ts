import { describe, expect, it } from 'vitest';
import { faultSchema, Faults } from './faults.js';

describe('a fault that meets only what stands already', () => {
  const refuse = faultSchema.parse({ target: 'erp', kind: 'refuse', times: 1, match: { stands: true } });

  it('passes what is new, and what asks for nothing to be written, and counts neither', () => {
    const faults = new Faults();
    faults.add(refuse);
    expect(faults.take('erp', 'post-payment', () => ({ references: ['r'], stands: false })).outcome).toBeUndefined();
    expect(faults.take('erp', 'look-up', () => ({ references: ['r'] })).outcome).toBeUndefined();
    expect(faults.list()).toEqual([refuse]);
  });

  it('meets what comes again, before another fault that was set later', () => {
    const faults = new Faults();
    faults.add(refuse);
    faults.add({ target: 'erp', kind: 'cut-after' });
    const kindFor = (stands: boolean) => faults.take('erp', 'post-payment', () => ({ references: ['r'], stands })).outcome?.kind;
    expect([kindFor(false), kindFor(true), kindFor(true)]).toEqual(['cut-after', 'refuse', 'cut-after']);
  });
});
