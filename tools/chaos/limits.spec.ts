import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import type { Ledgers } from '../judge/ledger-lines.js';
import { callsPerDocumentOf, noteLimits, type Measured } from './limits.js';
import type { Site } from './site.js';
import { World, type Notes } from './world.js';

describe('the limits of a row', () => {
  const row = (told: Partial<Fault>): Fault => ({ number: 7, name: 'a-fault', how: 'somehow', seconds: 1, inject: () => Promise.resolve(), ...told });
  const missed = (fault: Fault, measured: Partial<Measured>): string[] => {
    const notes: Notes = { acts: [], misses: [], late: [] };
    const world = new World({ platform: { installation: { ports: {} } } } as Site, notes, 1);
    noteLimits(world, fault, { backSeconds: 0, callsPerDocument: 1, restSeconds: 0, ...measured });
    return [...notes.misses, ...notes.late];
  };

  it('are given one window more, since a few orders are missing in any', () => {
    expect(missed(row({ limitSeconds: 0 }), { backSeconds: 5 })).toEqual([]);
    expect(missed(row({ limitSeconds: 0 }), { backSeconds: 5.25 })).toEqual(['the way back to nine tenths of the rate took 5.3 s; the limit is 0 s']);
    expect(missed(row({ limitSeconds: 30 }), { backSeconds: undefined })).toEqual(['nine tenths of the rate were not seen again']);
    expect(missed(row({}), { backSeconds: undefined })).toEqual([]);
  });

  it('are at least that all orders come through in time, however right they are in the end', () => {
    expect(missed(row({}), { restSeconds: undefined })).toEqual(['not all orders were seen to come through in the time that they have']);
  });

  it('count calls by documents and refusals, and not by what only repeats one', () => {
    const erp = ['sales-order', 'repeat', 'refusal', 'repeat', 'repeat'].map((kind) => ({ kind })) as unknown as Ledgers['erp'];
    expect(callsPerDocumentOf(5, { erp })).toBe(2.5);
    expect(callsPerDocumentOf(5, { erp: [] })).toBe(5);
  });

  it('are those of the rest, too', () => {
    expect(missed(row({ restWithinSeconds: 120 }), { restSeconds: 119 })).toEqual([]);
    expect(missed(row({ restWithinSeconds: 120 }), { restSeconds: 121 })).toEqual(['bringing all orders through took 121.0 s; the limit is 120 s']);
    expect(missed(row({ restWithinSeconds: 120 }), { restSeconds: undefined })).toHaveLength(1);
  });
});
