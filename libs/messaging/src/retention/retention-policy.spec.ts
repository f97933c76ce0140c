import { catalogue } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { retentionPolicyFor } from './retention-policy.js';

describe('the retention policy', () => {
  const longest = Math.max(...catalogue.topics.map(({ retentionDays }) => retentionDays));
  const policy = retentionPolicyFor(catalogue);

  it('keeps the ids of messages for longer than any topic keeps its records', () => {
    expect(policy.inboxDays).toBeGreaterThan(longest);
  });

  it('keeps data of customers in held messages for no longer than the topics do', () => {
    expect(policy.heldDays).toBeLessThanOrEqual(longest);
  });
});
