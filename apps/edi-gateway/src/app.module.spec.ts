import { readFileSync } from 'node:fs';
import { Transactions } from '@kervan/messaging';
import { HealthRegistry } from '@kervan/service-host';
import { expect, it, vi } from 'vitest';
import { ediGateway } from './app.module.js';
import type { EdiGatewayConfig } from './config.js';

const shown = vi.hoisted(() => new Map<string, string>());

vi.mock('@kervan/messaging', async (original) => {
  const real = await original<typeof import('@kervan/messaging')>();
  const observeWaitingRows: typeof real.observeWaitingRows = (_read, kind, from, since) =>
    void shown.set(kind, `${from} by ${since}`);
  return { ...real, observeWaitingRows };
});

it('shows what waits for a person, answers too that stay owed, each kind as docs/metrics.md tells', () => {
  const { module } = ediGateway({ serviceName: 'edi-gateway' } as EdiGatewayConfig);
  new (module as new (...parts: unknown[]) => unknown)({} as Transactions, new HealthRegistry());
  expect([...shown.keys()]).toEqual(['edi-message', 'edi-file', 'edi-acknowledgement']);
  expect(shown.get('edi-acknowledgement')).toMatch(/^edi_acknowledgement WHERE written_at IS NULL .* by owed_since$/);
  const told = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  expect([...shown.keys()].filter((kind) => !told.includes(`\`${kind}\``))).toEqual([]);
});
