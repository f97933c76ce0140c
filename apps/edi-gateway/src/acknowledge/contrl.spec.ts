import { describe, expect, it } from 'vitest';
import { atOnce } from '../fixtures/at-once.js';
import {
  bytesOf,
  envelope,
  message,
  orders,
  ordersBody,
  ordersFile,
  type OrdersText,
} from '../fixtures/interchange.js';
import { aPartner } from '../fixtures/partner.js';
import { NOW } from '../fixtures/read-orders.js';
import { readInterchange } from '../edifact/read-interchange.js';
import { answerTo, duplicateFault } from '../take-interchange/answer.js';
import { verdictOf } from '../take-interchange/verdict.js';
import { contrl } from './contrl.js';
import { contrlFileName } from './contrl-file-name.js';

const frame = { us: ['8690000000029', '14'], reference: '00000000000042', now: new Date('2026-11-21T22:17:00Z') };
const BEGIN = `UNA:+.? 'UNB+UNOC:3+8690000000029:14+8690000000012:14+261122:0117+00000000000042'UNH+1+CONTRL:D:3:UN'`;
const UCI = 'UCI+KRV0001+8690000000012:14+8690000000029:14';
const UCM = 'UCM+1+ORDERS:D:96A:UN:EAN008';

/** What a file is answered, as text; the begin that is always the same left out. */
function answered(file: Buffer, changes: Readonly<Record<string, unknown>> = {}): string | undefined {
  const partner = aPartner(changes);
  const verdict = atOnce(verdictOf(file, partner, NOW));
  const answer = answerTo(verdict, verdict.faults, partner);
  return answer && contrl(verdict.interchange.header!, answer, frame).toString('latin1').replace(BEGIN, '');
}

const end = (segments: number) => `UNT+${segments}+1'UNZ+1+00000000000042'`;
const of = (text: OrdersText, change: (segments: string[]) => string[] = (all) => all) =>
  answered(bytesOf(change(orders(text))));

describe('a CONTRL', () => {
  it('acknowledges an interchange and each of its messages', () => {
    expect(of({})).toBe(`${UCI}+7'${UCM}+7'${end(4)}`);
    const two = bytesOf(envelope([message(ordersBody()), message(ordersBody({ order: 'PO-18' }), '2')]));
    expect(answered(two)).toBe(`${UCI}+7'${UCM}+7'UCM+2+ORDERS:D:96A:UN:EAN008+7'${end(5)}`);
  });

  it('begins with our own reference, date and time in the zone of the business', () => {
    const { header } = atOnce(readInterchange(ordersFile()));
    const bytes = contrl(header!, { action: '7', faults: [], groups: [], messages: [] }, frame).toString('latin1');
    expect(bytes.startsWith(BEGIN)).toBe(true);
  });

  it('only tells that an interchange was received, where that is agreed', () => {
    expect(answered(ordersFile(), { acknowledgement: 'received' })).toBe(`${UCI}+8'${end(3)}`);
  });

  it('tells what is wrong with a message, even so', () => {
    const wrong = orders().map((segment) => segment.replace(/^UNT\+\d+/, 'UNT+99'));
    const told = `${UCI}+7'${UCM}+4+29+UNT+2'UCS+20'UCD+29+2'${end(6)}`;
    expect(answered(bytesOf(wrong), { acknowledgement: 'received' })).toBe(told);
    expect(answered(bytesOf(wrong))).toBe(told);
  });

  it('is not written where none is agreed', () => {
    expect(answered(ordersFile(), { acknowledgement: 'none' })).toBeUndefined();
  });

  it('is never written to a CONTRL, be it right or wrong', () => {
    const body = message(['UCI+1+8690000000029:14+8690000000012:14+7'], '1', 'CONTRL:D:3:UN');
    expect(answered(bytesOf(envelope([body])))).toBeUndefined();
    expect(answered(bytesOf(envelope([body]).slice(0, -1)))).toBeUndefined();
    expect(answered(bytesOf(envelope([body.slice(0, -1)])))).toBeUndefined();
    expect(answered(bytesOf(envelope([body], { to: '8690000000036:14' })))).toBeUndefined();
  });

  it.each<[string, OrdersText, string]>([
    ['an unknown sender', { from: '8690000000036:14' }, `UCI+KRV0001+8690000000036:14+8690000000029:14+4+23+UNB+3'`],
    [
      'a sender by another qualifier',
      { from: '8690000000012:ZZ' },
      `UCI+KRV0001+8690000000012:ZZ+8690000000029:14+4+23+UNB+3'`,
    ],
    [
      'a sender with a wrong check digit',
      { from: '8690000000013:14' },
      `UCI+KRV0001+8690000000013:14+8690000000029:14+4+12+UNB+3'`,
    ],
    [
      'a recipient who is not us',
      { to: '8690000000036:14' },
      `UCI+KRV0001+8690000000012:14+8690000000036:14+4+7+UNB+4'`,
    ],
    [
      'a recipient with a wrong check digit',
      { to: '8690000000020:14' },
      `UCI+KRV0001+8690000000012:14+8690000000020:14+4+12+UNB+4'`,
    ],
  ])('refuses %s', (_who, text, uci) => {
    const answer = of(text)!;
    expect(answer.slice(answer.indexOf('UCI'))).toBe(`${uci}${end(3)}`);
  });

  it('refuses what is not agreed', () => {
    expect(answered(ordersFile(), { characterSets: ['UNOW'] })).toBe(`${UCI}+4+2+UNB+2'${end(3)}`);
    const test = answered(ordersFile({ more: '++++++1' }), { testIndicator: 'refused' })!;
    expect(test).toContain(`+00000000000042++++++1'UNH`);
    expect(test).toContain(`${UCI}+4+25+UNB+12'`);
    const unknown = bytesOf(envelope([message(['BGM+380'], '1', 'INVOIC:D:97B:UN')]));
    expect(answered(unknown)).toBe(`${UCI}+7'UCM+1+INVOIC:D:97B:UN+4+17+UNH+3:1'UCS+1'UCD+17+3:1'${end(6)}`);
    const version = bytesOf(envelope([message(ordersBody(), '1', 'ORDERS:D:01B:UN')]));
    expect(answered(version)).toBe(`${UCI}+7'UCM+1+ORDERS:D:01B:UN+4+17+UNH+3:2'UCS+1'UCD+17+3:2'${end(6)}`);
  });

  it.each<[string, (all: string[]) => string[], string]>([
    ['a wrong count in UNZ', (all) => [...all.slice(0, -1), 'UNZ+2+KRV0001'], '+4+29+UNZ+2'],
    ['another reference in UNZ', (all) => [...all.slice(0, -1), 'UNZ+1+KRV0002'], '+4+28+UNZ+3'],
    ['no UNZ', (all) => all.slice(0, -1), '+4+13+UNZ'],
  ])('refuses %s', (_what, change, told) => {
    expect(of({}, change)).toBe(`${UCI}${told}'${end(3)}`);
  });

  it('refuses a UNA that cannot be, and a file that ends with a release character', () => {
    expect(answered(Buffer.concat([Buffer.from("UNA''''''"), ordersFile()]))).toBe(`${UCI}+4+20+UNA'${end(3)}`);
    expect(answered(Buffer.concat([ordersFile().subarray(0, -1), Buffer.from('?')]))).toBe(
      `${UCI}+4+22+UNZ+3'${end(3)}`,
    );
  });

  it('tells segment, element and component of a strange byte', () => {
    const strange = Buffer.from(ordersFile().toString('latin1').replace('ZEYTIN', 'Z\0YTIN'), 'latin1');
    expect(answered(strange)).toBe(`${UCI}+7'${UCM}+4'UCS+11'UCD+21+4:4'${end(6)}`);
  });

  it.each<[string, (body: string[]) => string[], string]>([
    ['without BGM', (body) => body.slice(1), "UCS+2+13'"],
    ['without a date', (body) => body.filter((one) => !one.startsWith('DTM')), "UCS+3+13'"],
    ['without UNS', (body) => body.filter((one) => !one.startsWith('UNS')), "UCS+18+15'UCS+19+13'"],
    ['with a segment that has no place there', (body) => [...body, 'LIN+9'], "UCS+20+15'"],
    ['with a segment that ORDERS does not have', (body) => [body[0]!, 'XYZ+9', ...body.slice(1)], "UCS+3+15'"],
    ['with two BGM', (body) => [body[0]!, ...body], "UCS+3+35'"],
  ])('refuses an ORDERS %s', (_what, change, told) => {
    const answer = answered(bytesOf(envelope([message(change(ordersBody()))])))!;
    expect(answer).toContain(`${UCM}+4'`);
    expect(answer).toContain(told);
  });

  it('tells of functional groups', () => {
    const group = [`UNG+ORDERS+A+B+261120:1030+G1+UN+D:96A`, ...message(ordersBody()), 'UNE+1+G1'];
    expect(answered(bytesOf(envelope([group])))).toBe(`${UCI}+7'UCF+G1+A+B+7'${UCM}+7'${end(5)}`);
    const wrong = [...group.slice(0, -1), 'UNE+2+G1'];
    expect(answered(bytesOf(envelope([wrong])))).toBe(`${UCI}+7'UCF+G1+A+B+4+29+UNE+2'${UCM}+4'${end(5)}`);
  });

  it('tells that a reference is taken', () => {
    const verdict = atOnce(verdictOf(ordersFile(), aPartner(), NOW));
    const answer = answerTo(verdict, [duplicateFault(verdict, 'x')], aPartner())!;
    expect(contrl(verdict.interchange.header!, answer, frame).toString()).toContain(`${UCI}+4+26+UNB+6'${end(3)}`);
  });

  it('keeps text text, in the character set of the interchange', () => {
    const text = { set: 'UNOK', reference: "A?'Ş" } as const;
    const { header } = atOnce(readInterchange(bytesOf(orders(text), 'UNOK')));
    const bytes = contrl(header!, { action: '7', faults: [], groups: [], messages: [] }, frame);
    expect(bytes.toString('latin1')).toContain("UCI+A?'\xde+");
  });

  it('begins as the syntax version of the interchange has it', () => {
    const unb = (text: string) => {
      const { header } = atOnce(readInterchange(Buffer.from(text)));
      const bytes = contrl(header!, { action: '7', faults: [], groups: [], messages: [] }, frame);
      return /UNB[^']*/.exec(bytes.toString())?.[0];
    };
    const four = ordersFile({ set: 'UNOW' }).toString().replace('UNOW:3', 'UNOW:4').replace('261120:', '20261120:');
    expect(unb(four)).toBe('UNB+UNOW:4+8690000000029:14+8690000000012:14+20261122:0117+00000000000042');
    const unknown = ordersFile().toString().replace('UNOC:3', 'UNOX:3');
    expect(unb(unknown)).toBe('UNB+UNOC:3+8690000000029:14+8690000000012:14+261122:0117+00000000000042');
  });

  it('is written under a name that follows from both references', () => {
    expect(contrlFileName("../A'Ş", '00000000000042')).toBe('contrl-___A__-00000000000042.edi');
  });
});
