import { describe, expect, it } from 'vitest';
import { journey } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { caseTable } from './case-table.js';

describe('the table of cases', () => {
  const table = caseTable(sale, journey);
  const casesOf = (step: string): string[] => Object.keys(table[step] ?? {});

  it('has a row for every step of the definition', () => {
    expect(Object.keys(table)).toEqual(sale.steps.map(({ name }) => name));
  });

  it('asks of each step what its kind can meet', () => {
    expect(casesOf('post-order')).toEqual(expect.arrayContaining(['ok', 'refused', 'dead', 'undone', 'undo refused']));
    expect(casesOf('transmit')).toContain('refused');
    expect(casesOf('transmit')).not.toContain('undone');
    expect(casesOf('post-payment')).not.toContain('refused');
    expect(casesOf('settle')).toEqual([
      'comes',
      'comes twice',
      'timed out',
      'comes after the deadline',
      'waited for again',
      'cancelled',
      'paused, then comes',
      'paused, then comes, resumed',
      'skipped',
    ]);
    expect(casesOf('post-order')).toEqual(expect.arrayContaining(['dead, amended', 'skipped in flight']));
  });

  it('asks of an undo that only its participant’s word lets skip what that leads to', () => {
    expect(casesOf('issue-invoice')).toContain('stands for good, skipped, withdrawn');
    expect(casesOf('post-order')).not.toContain('stands for good');
    const { standsForGood: _, ...silent } = journey.steps['issue-invoice']!;
    const steps = { ...journey.steps, 'issue-invoice': silent };
    expect(() => caseTable(sale, { ...journey, steps })).toThrow('the journey does not say how issue-invoice stands for good');
  });

  it('refuses a journey that says nothing about a step', () => {
    const { settle: _, ...steps } = journey.steps;
    expect(() => caseTable(sale, { ...journey, steps })).toThrow('the journey says nothing about step settle');
  });
});
