import { describe, expect, it } from 'vitest';
import { controlReferenceOf, readControl } from './control.js';

const control = (body: string) => Buffer.from(`UNA:+.? 'UNB+UNOC:3+B+S+261121:0931+9'UNH+1+CONTRL:D:3:UN'${body}`);

describe('the control reference of an interchange', () => {
  it.each([
    ["UNB+UNOC:3+8690000000012:14+8690000000029:14+261120:1030+KRV0001'", 'KRV0001'],
    ["UNA:+.? '\nUNB+UNOC:3+B+S+261120:1030+KRV?+1'", 'KRV+1'],
    ['UNA|*.\\ ~UNB*UNOW|3*B*S*261120|1030*KRV0003~', 'KRV0003'],
  ])('is read from %s', (text, expected) => {
    expect(controlReferenceOf(Buffer.from(text))).toBe(expected);
  });

  it('is none where there is no UNB', () => {
    expect(controlReferenceOf(Buffer.from('hello'))).toBeUndefined();
  });
});

describe('a CONTRL', () => {
  it('is told segment by segment, with the interchange that it answers', () => {
    const read = readControl(control("UCI+KRV1+B:14+S:14+7'UCM+1+ORDERS:D:96A:UN+7'"));
    expect(read).toMatchObject({ answers: 'KRV1', refuses: false });
    expect(read.text.split('\n').slice(-2)).toEqual(['UCI+KRV1+B:14+S:14+7', 'UCM+1+ORDERS:D:96A:UN+7']);
  });

  it.each(["UCI+KRV1+B+S+4+29'", "UCI+KRV1+B+S+7'UCM+1+ORDERS:D:96A:UN+4+29+UNT'"])('refuses by %s', (body) => {
    expect(readControl(control(body)).refuses).toBe(true);
  });
});
