import { afterEach, expect, it, vi } from 'vitest';
import { ApiFailure } from '../api';
import { ActDialog } from './act-dialog';

afterEach(() => vi.unstubAllGlobals());

const request = { act: 'edit_held', service: 'erp-writer', id: 'h-1', mergePatch: { name: 'A. Demir' } } as const;
const who = { by: 'A. Demir', reason: 'The name was missing.' };

/** Sends what an act's dialog asks for, while the API answers so. @returns who was told that it is done, in their order. */
async function sent(status: number): Promise<string[]> {
  const told: string[] = [];
  vi.stubGlobal('sessionStorage', { getItem: () => 'the key' });
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({}, { status })));
  const offered = { request, about: 'PostInvoice', whenDone: () => void told.push('who asked') };
  const dialog = ActDialog({ offered, onDone: () => void told.push('the page'), onClose: () => undefined });
  await dialog.props.send(who, new FormData()).catch((error: unknown) => told.push((error as ApiFailure).name));
  return told;
}

it('tells who asked for an act that it is done, so that what was written for it does not stay', async () => {
  expect(await sent(202)).toEqual(['who asked', 'the page']);
});

it('tells nobody so where the act was refused', async () => {
  expect(await sent(409)).toEqual(['ApiFailure']);
});
