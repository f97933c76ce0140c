import { expect, it } from 'vitest';
import { javaProperties } from './java-properties.js';

it('names and values stand as they are', () => {
  expect(javaProperties({ 'node.id': 1, 'log.dirs': '/home/ada/my kervan' })).toBe('node.id=1\nlog.dirs=/home/ada/my kervan\n');
});

it('what is not ASCII, and a backslash, is escaped, since Java would read it as Latin-1', () => {
  expect(javaProperties({ 'log.dirs': '/home/ayşe/Masaüstü/😀/a\\b' })).toBe(
    'log.dirs=/home/ay\\u015fe/Masa\\u00fcst\\u00fc/\\ud83d\\ude00/a\\\\b\n',
  );
});
