import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger, type Line } from './ledger.js';

interface Entry {
  readonly kind: 'note';
  readonly text: string;
}

describe('a ledger', () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ledger-'));
    path = join(directory, 'notes.jsonl');
  });

  afterEach(() => rm(directory, { recursive: true }));

  async function read(): Promise<Line<Entry>[]> {
    const lines: Line<Entry>[] = [];
    const ledger = await Ledger.open<Entry>(path, (line) => lines.push(line));
    await ledger.close();
    return lines;
  }

  it('has every acknowledged entry in the file, in order and numbered without gaps', async () => {
    const ledger = await Ledger.open<Entry>(path);
    const texts = Array.from({ length: 500 }, (_, index) => `çay ${index}`);
    await Promise.all(texts.map((text) => ledger.append({ kind: 'note', text })));
    const written = (await readFile(path, 'utf8')).trim().split('\n');
    expect(written).toHaveLength(500);
    await ledger.close();
    const lines = await read();
    expect(lines.map(({ text }) => text)).toEqual(texts);
    expect(lines.map(({ seq }) => seq)).toEqual(texts.map((_, index) => index + 1));
  });

  it('goes on behind the last whole line after a crash cut a line short', async () => {
    const first = await Ledger.open<Entry>(path);
    await first.append({ kind: 'note', text: 'whole' });
    await first.close();
    await appendFile(path, '{"seq":2,"at":"2026-');
    const second = await Ledger.open<Entry>(path);
    await second.append({ kind: 'note', text: 'next' });
    await second.close();
    expect(await read()).toMatchObject([
      { seq: 1, text: 'whole' },
      { seq: 2, text: 'next' },
    ]);
  });

  it('reads lines longer than its buffer', async () => {
    const ledger = await Ledger.open<Entry>(path);
    const text = 'ş'.repeat(2_000_000);
    await ledger.append({ kind: 'note', text });
    await ledger.close();
    expect((await read())[0]?.text).toBe(text);
  });

  it('refuses everything once a write has failed', async () => {
    const ledger = await Ledger.open<Entry>(path);
    await ledger.close();
    await expect(ledger.append({ kind: 'note', text: 'lost' })).rejects.toThrow('closed');
    await expect(ledger.append({ kind: 'note', text: 'too' })).rejects.toThrow('closed');
    await expect(ledger.drained()).rejects.toThrow('closed');
    expect(await read()).toEqual([]);
  });
});
