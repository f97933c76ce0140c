import { describe, expect, it } from 'vitest';
import { foldText } from './fold-text.js';

describe('a folded number', () => {
  it.each([
    ['KRV2026000000001', 'krv2026000000001'],
    ['krv 2026 000 000 001', 'krv2026000000001'],
    ['İSTANBUL-1', 'istanbul-1'],
    ['ISTANBUL-1', 'istanbul-1'],
    ['ıstanbul-1', 'istanbul-1'],
    ['ŞİŞLİ-ÇÖĞÜ', 'sisli-cogu'],
    ['ﬁş', 'fis'],
    [' 012-3-147-5012\t', '012-3-147-5012'],
  ])('%s is %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('keeps what tells two numbers apart', () => {
    expect(foldText('012-31-47')).not.toBe(foldText('012-3-147'));
  });
});
