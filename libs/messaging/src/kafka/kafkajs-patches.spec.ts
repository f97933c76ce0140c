import { describe, expect, it } from 'vitest';
import { assertPatched, kafkajsPatches } from './kafkajs-patches.js';

describe('the patches of kafkajs', () => {
  it('are there in this installation', () => {
    expect(() => assertPatched()).not.toThrow();
  });

  it.each(kafkajsPatches)('$file unpatched refuses the start and tells why', ({ file, without }) => {
    const installed = new Map<string, string>(kafkajsPatches.map((patch) => [patch.file, patch.mark]));
    installed.set(file, 'as published');
    expect(() => assertPatched((name) => installed.get(name)!)).toThrow(without);
  });
});
