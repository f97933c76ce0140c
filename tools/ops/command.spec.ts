import { describe, expect, it } from 'vitest';
import { requestOf } from './command.js';
import { show } from './show.js';

const ID = '0190f3d2-0000-7000-8000-000000000001';
const who = { by: 'ada', reason: 'the release was mended' };

describe('a command of an operator', () => {
  it.each([
    ['held list', { state: 'dead', cause: 'handler-bug' }, '/admin/held?state=dead&cause=handler-bug'],
    ['held list', {}, '/admin/held'],
    ['held list', { 'dead-to': '2026-03-01T08:00:00Z' }, '/admin/held?deadTo=2026-03-01T08%3A00%3A00Z'],
    ['held causes', { from: '2026-03-01T08:00:00Z' }, '/admin/held/causes?heldFrom=2026-03-01T08%3A00%3A00Z'],
    ['held batch list', {}, '/admin/held/batches'],
    ['outbox list', {}, '/admin/outbox/stuck'],
    ['audit list', { by: 'ada' }, '/admin/audit?by=ada'],
    ['audit list', { about: ID }, `/admin/audit?about=${ID}`],
    ['audit verify', {}, '/admin/audit/verification'],
    ['audit verify', { head: `7:${'a'.repeat(64)}`, service: 'console' }, `/admin/audit/verification?seq=7&hash=${'a'.repeat(64)}`],
  ])('%s asks every service', (words, given, path) => {
    expect(requestOf(words.split(' '), given)).toMatchObject({ ofAll: true, path });
  });

  it.each([
    ['held redrive', who, `/admin/held/${ID}/redrive`, who],
    ['held discard', who, `/admin/held/${ID}/discard`, who],
    ['held edit', { ...who, patch: '{"count":5}' }, `/admin/held/${ID}/edit`, { ...who, mergePatch: { count: 5 } }],
    [
      'held edit', { ...who, value: '{"count":5}', seen: 'ab' }, `/admin/held/${ID}/edit`,
      { ...who, value: { count: 5 }, seen: 'ab' },
    ],
    ['held batch cancel', who, `/admin/held/batches/${ID}/cancel`, who],
    ['outbox release', who, `/admin/outbox/stuck/${ID}/release`, who],
  ])('%s acts on one thing of one service', (words, given, path, body) => {
    expect(requestOf([...words.split(' '), ID], given)).toMatchObject({ ofAll: false, path, body });
  });

  it('orders a batch of what the filter selects', () => {
    const given = { ...who, id: ID, cause: 'handler-bug', 'per-second': '5', 'dry-run': true };
    expect(requestOf(['held', 'batch', 'order'], given)).toEqual({
      ofAll: false,
      path: '/admin/held/batches',
      body: { id: ID, ...who, filter: { cause: 'handler-bug' }, perSecond: 5, dryRun: true, force: false },
      shape: 'preview',
    });
  });

  it('orders each batch under an id of its own, unless one is given', () => {
    const idOf = () => requestOf(['held', 'batch', 'order'], { ...who, 'per-second': '5' }).body?.id;
    expect(idOf()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(idOf()).not.toBe(idOf());
  });

  it.each([
    [['held', 'redrive', ID], { by: 'ada' }, 'option-missing: --reason'],
    [['outbox', 'release', '7'], { by: 'ada' }, 'option-missing: --reason'],
    [['held', 'edit', ID], who, 'option-missing: either --patch or --value'],
    [['held', 'edit', ID], { ...who, value: '{' }, 'invalid-json: --value'],
    [['held', 'batch', 'order'], who, 'option-missing: --per-second'],
    [['audit', 'verify'], { head: `7:${'a'.repeat(64)}` }, 'option-missing: --service or --url'],
    [['held', 'forget', ID], who, 'unknown-command: held forget'],
    [[], {}, 'unknown-command: a command is needed'],
  ])('%j is refused where something is missing', (words, given, message) => {
    expect(() => requestOf(words, given)).toThrow(message);
  });
});

describe('what is shown', () => {
  it('is a table of all services, and says where there is more', () => {
    const item = { count: 3, dead: 2, cause: { code: 'handler-bug', stage: 'handler' }, type: 'R', topic: 't', oldest: 'o', latest: 'l', sample: 's' };
    const answers = [
      { service: 'erp-writer', body: { items: [item, { ...item, count: 10, cause: null }], next: 'x' } },
      { service: 'console', body: { items: [] } },
    ];
    expect(show('causes', answers).split('\n')).toEqual([
      'service     count  dead  cause        stage    type  topic  oldest  latest  sample',
      'erp-writer  3      2     handler-bug  handler  R     t      o       l       s',
      'erp-writer  10     2     (queued)              R     t      o       l       s',
      'There is more of erp-writer: narrow it down, or ask for more by --limit.',
    ]);
    expect(show('causes', [answers[1]!])).toBe('Nothing.');
  });

  it('holds nothing of a stranger that a terminal would obey, or take for another line', () => {
    const cause = { code: 'bad\u001b]0;title\u0007\u009b2J', stage: 'handler' };
    const item = { count: 1, dead: 1, cause, type: 'a\nintact  yes', topic: 't', oldest: 'o', latest: 'l', sample: 'a\u2028b' };
    const body = { items: [item] };
    const lines = show('causes', [{ service: 'erp-writer', body }]).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('bad\ufffd]0;title\ufffd\ufffd2J');
    expect([...lines, show('one', [{ service: 'erp-writer', body: cause }]).replaceAll('\n', '')].join('')).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(JSON.parse(show('one', [{ service: 'erp-writer', body: { type: 'ü\n' } }]))).toEqual({ type: 'ü\n' });
  });

  it('tells of a dry run at which instant, by the clock of the database, its set was that', () => {
    const body = { asOf: '2026-11-22T07:59:58.123Z', total: 38, loopGuarded: 2, first: [] };
    expect(show('preview', [{ service: 'erp-writer', body }]).split('\n').slice(-2)).toEqual([
      'As of 2026-11-22T07:59:58.123Z; what became dead since then is left out of an order with --dead-to 2026-11-22T07:59:58.123Z.',
      '38 would be redriven; 2 of them came back three times and would be skipped.',
    ]);
  });
});
