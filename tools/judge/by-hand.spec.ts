import { describe, expect, it } from 'vitest';
import { canonicalHash } from './canonical-hash.js';
import { type Doctor, payAgain, rebook, without } from './fixtures/doctors.js';
import { LedgerWriter, type MutableLedgers } from './fixtures/ledger-writer.js';
import { renumbered, smallWorld } from './fixtures/small-world.js';
import { type FactChanges, facts, inQuarantine, keyOf, pays, UNDECIDED } from './fixtures/sound-facts.js';
import { judgeLedgers, type Verdict } from './judge.js';

const HAND = 'moda-1001';
const done = { status: 'completed', acts: [] };
const said = (status: string): FactChanges => {
  return { states: { [HAND]: 'completed' }, sagas: { [HAND]: { status, acts: [] } } };
};

/** The verdict on the small world after a doctor has been there, with what the services say. */
function verdictAfter(doctor: Doctor, changes: FactChanges = {}): Verdict {
  const ledgers = smallWorld();
  doctor(ledgers);
  return judgeLedgers(renumbered(ledgers), facts(changes));
}

function codesAfter(doctor: Doctor, changes: FactChanges = {}): string[] {
  return verdictAfter(doctor, changes).findings.map(({ code }) => code);
}

/** Adds documents of an order as the ERP and the integrator would have written them. */
function add(write: (world: LedgerWriter) => void): Doctor {
  return (ledgers) => {
    const world = new LedgerWriter();
    Object.assign(world.ledgers, ledgers);
    write(world);
  };
}

const whole = add((world) => {
  world.orders(HAND).transmits(HAND, 8, 'accepted').invoices(HAND, 8).pays(HAND, 'card');
});
const byHand = said('completed');

describe('an order that somebody sent by hand', () => {
  it('is nothing invented once a door and the orchestrator know of it, and has a row of its own', () => {
    const { findings, rows } = verdictAfter(whole, byHand);
    expect(findings).toEqual([]);
    const row = { sent: 1, accepted: 1, erpDocuments: 1, invoices: 1, completed: 1 };
    expect(rows.find(({ kind }) => kind === 'others (by hand)')).toMatchObject(row);
    expect(rows.find(({ kind }) => kind === 'all sales')).toMatchObject({ sent: 17 });
  });

  it('may have come by a program, which the orchestrator alone knows', () => {
    expect(codesAfter(whole, { sagas: { [HAND]: done } })).toEqual([]);
  });

  it('cannot be told from an invented one without the services, and that is said', () => {
    const ledgers = smallWorld();
    whole(ledgers);
    const { findings, notes } = judgeLedgers(renumbered(ledgers));
    expect(findings.map(({ code }) => code)).toEqual(['effect-invented']);
    expect(notes).toEqual([expect.stringContaining('by hand')]);
  });

  const kinds: readonly [string, string, Doctor, FactChanges][] = [
    ['effect-invented', 'nobody knows of it', whole, {}],
    ['effect-of-nothing', 'it was never begun', whole, { states: { [HAND]: 'waiting' } }],
    ['payment-doubled', 'it is paid twice', both(whole, payAgain(HAND)), byHand],
    ['order-doubled', 'it is posted twice', both(whole, orderAgain), byHand],
    ['amount-differs', 'one kuruş more is paid', both(whole, paidMore), byHand],
    ['amount-differs', 'one kuruş more is invoiced', both(whole, invoicedMore), byHand],
    ['payment-missing', 'its payment is lost', both(whole, without('erp', `"${HAND} payment"`)), byHand],
    ['half-reversed', 'it was taken back', whole, said('compensated')],
    ['paid-unexpectedly', 'it waits for money', whole, said('waiting')],
    ['not-at-rest', 'it is under way', whole, said('running')],
    ['attention-missing', 'it stopped', whole, said('needs_attention')],
    ['state-differs', 'its door shows it otherwise', whole, { ...byHand, states: { [HAND]: 'reversed' } }],
  ];
  it.each(kinds)('is found with %s when %s', (code, _what, doctor, changes) => {
    expect(codesAfter(doctor, changes)).toContain(code);
  });
});

describe('an order that a person had a hand in', () => {
  const note = 'resolved by a person: ';
  const retried = 'retried by ayse: the article is unblocked';
  const amended = 'amended by ayse: the tax number was mistyped';
  const booked = add((world) => world.orders('005-1-1-1').pays('005-1-1-1'));
  const resolved = { states: { '005-1-1-1': 'completed' }, attention: { '005-1-1-1': undefined } };
  const sagas = (status: string, ...acts: string[]) => ({ sagas: { '005-1-1-1': { status, acts } } });

  it('is judged by the course that it took, and told', () => {
    const { findings, notes, rows } = verdictAfter(booked, { ...resolved, ...sagas('completed', retried) });
    expect(findings).toEqual([]);
    expect(notes).toEqual([`005-1-1-1: ${note}${retried}`]);
    const row = rows.find(({ kind }) => kind === 'of these resolved by a person');
    expect(row).toMatchObject({ sent: 1, completed: 1 });
  });

  it('is found when it took that course without a person', () => {
    expect(codesAfter(booked, { ...resolved, ...sagas('completed') })).toContain('attention-missing');
  });

  it('is found when it is not whole all the same, or more than that', () => {
    const said = { ...resolved, ...sagas('completed', retried) };
    expect(codesAfter(() => {}, said)).toContain('order-missing');
    expect(codesAfter(both(booked, payAgain('005-1-1-1')), said)).toContain('payment-doubled');
    const other = both(booked, (ledgers) => rebookLast(ledgers, 1, '99.80', '89.80'));
    expect(codesAfter(other, said)).toContain('amount-differs');
  });

  it('may have been amended: its documents are held against each other', () => {
    const cheaper = both(booked, (ledgers) => rebookLast(ledgers, 2, '99.80', '89.80'));
    expect(codesAfter(cheaper, { ...resolved, ...sagas('completed', amended) })).toEqual([]);
    expect(codesAfter(cheaper, { ...resolved, ...sagas('completed', retried) })).toContain('amount-differs');
    const twoMinds = both(booked, (ledgers) => rebookLast(ledgers, 1, '99.80', '89.80'));
    expect(codesAfter(twoMinds, { ...resolved, ...sagas('completed', amended) })).toContain('amount-differs');
  });

  it("may have been cancelled too late, and gone on at a person's word", () => {
    const attention = { '007-1-1-1': undefined };
    const wentOn = { attention, states: { '007-1-1-1': 'completed' } };
    const overruled = { '007-1-1-1': { status: 'completed', acts: ['retried'] } };
    expect(codesAfter(() => {}, { ...wentOn, sagas: overruled })).toEqual([]);
    expect(codesAfter(() => {}, wentOn)).toContain('attention-missing');
  });

  it('may wait again, at the same step or another, exactly once', () => {
    expect(codesAfter(() => {}, sagas('needs_attention', retried))).toEqual([]);
    const elsewhere = { attention: { '006-1-1-1': 'book-invoice' } };
    const again = { sagas: { '006-1-1-1': { status: 'needs_attention', acts: [amended] } } };
    expect(codesAfter(() => {}, { ...elsewhere, ...again })).toEqual([]);
    expect(codesAfter(() => {}, elsewhere)).toContain('attention-elsewhere');
    expect(codesAfter(() => {}, { ...again, attention: { '006-1-1-1': undefined } })).toContain('attention-missing');
  });
});

describe('a delivery that a person let out of quarantine, or gave up', () => {
  const told = (state: string) => {
    return { quarantined: new Map([[keyOf('moda-4'), { state, decided: `${state} by ali` }]]) };
  };
  const posted = add((world) => {
    world.orders('moda-4').transmits('moda-4', 8, 'accepted').invoices('moda-4', 8).pays('moda-4', 'card');
  });

  it('is judged by the course of its order', () => {
    const changes = { others: told('released'), states: { 'moda-4': 'completed' }, sagas: { 'moda-4': done } };
    expect(codesAfter(posted, changes)).toEqual([]);
    expect(codesAfter(() => {}, changes)).toContain('order-missing');
    expect(verdictAfter(() => {}, { others: told('discarded') }).findings).toEqual([]);
    expect(verdictAfter(() => {}, { others: told('discarded') }).notes).toHaveLength(1);
  });

  it('is found when it has effects after it was given up, or left by itself', () => {
    expect(codesAfter(posted, { others: told('discarded') })).toContain('effect-of-quarantined');
    const expired = { quarantined: new Map([[keyOf('moda-4'), { state: 'expired' }]]) };
    expect(codesAfter(() => {}, { others: expired })).toContain('quarantine-missing');
    expect(codesAfter(posted, { others: { quarantined: inQuarantine('moda-4') } })).toContain('effect-of-quarantined');
  });
});

describe('money that came otherwise than by the statements of the sandbox', () => {
  const settled = add((world) => world.pays('moda-3', 'transfer'));
  const states = { 'moda-3': 'completed' };
  const person = { ...pays('moda-3'), decided: 'match by ayse: asked the customer' };

  it('pays an order by a statement of somebody else', () => {
    const lines = { 'HAND-1': pays('moda-3') };
    const { findings, notes } = verdictAfter(settled, { states, lines });
    expect(findings).toEqual([]);
    expect(notes[0]).toContain('HAND-1');
    expect(codesAfter(settled, { states })).toContain('paid-unexpectedly');
    expect(codesAfter(() => {}, { states, lines })).toContain('payment-missing');
    expect(codesAfter(both(settled, payAgain('moda-3')), { states, lines })).toContain('payment-doubled');
  });

  it('may come before the transfer of the sandbox, which then waits for a person', () => {
    const lines = { 'HAND-1': pays('moda-2'), 'S1-T1': { ...UNDECIDED, amount: '99.80' } };
    expect(codesAfter(() => {}, { lines })).toEqual([]);
    const both = { 'HAND-1': pays('ev-1'), 'S1-T3': UNDECIDED };
    expect(codesAfter(() => {}, { lines: both })).toEqual([]);
  });

  it("pays an order by a person's word on a line, also of another amount", () => {
    expect(codesAfter(settled, { states, lines: { 'S1-T2': person } })).toEqual([]);
    const more = both(settled, rewritten('moda-3 payment', '99.80', '109.80'));
    const decided = { ...person, amount: '109.80' };
    expect(codesAfter(more, { states, lines: { 'S1-T2': decided } })).toEqual([]);
    expect(codesAfter(more, { states, lines: { 'S1-T2': person } })).toContain('amount-differs');
    const less = both(settled, rewritten('moda-3 payment', '99.80', '98.80'));
    const short = { 'S1-T2': { ...person, amount: '98.80' } };
    expect(codesAfter(less, { states, lines: short })).toEqual([]);
    expect(codesAfter(settled, { states, lines: short })).toContain('bank-differs');
    expect(codesAfter(() => {}, { lines: short })).toContain('bank-differs');
  });

  it("pays an order that somebody sent by hand by a person's word, also by another amount", () => {
    const lines = (amount: string) => ({ 'HAND-1': { ...pays(HAND, amount), decided: 'match by ayse: asked the customer' } });
    const less = both(whole, rewritten(`${HAND} payment`, '99.80', '98.80'));
    expect(codesAfter(less, { ...byHand, lines: lines('98.80') })).toEqual([]);
    expect(codesAfter(whole, { ...byHand, lines: lines('99.80') })).toEqual([]);
    expect(codesAfter(whole, { ...byHand, lines: lines('98.80') })).toContain('amount-differs');
    expect(codesAfter(less, byHand)).toContain('amount-differs');
  });

  it('pays nothing by a statement of somebody else that is of less than is due', () => {
    const lines = { 'HAND-1': pays('moda-3', '98.80') };
    expect(codesAfter(() => {}, { lines })).toEqual([]);
    expect(codesAfter(settled, { states, lines })).toContain('bank-differs');
  });

  it("is left alone by a person's word", () => {
    const left = { state: 'left', amount: '98.80', decided: 'leave by ayse: paid back' };
    expect(codesAfter(() => {}, { lines: { 'S1-T2': left, 'S1-T4': left } })).toEqual([]);
    const byNobody = { 'S1-T2': { state: 'left', amount: '98.80' } };
    expect(codesAfter(() => {}, { lines: byNobody })).toContain('undecided-differs');
  });
});

describe('where nobody but the sandbox sends, and no person acts', () => {
  const codesAlone = (doctor: Doctor, { lines, ...changes }: FactChanges = {}): string[] => {
    const ledgers = smallWorld();
    doctor(ledgers);
    const services = facts({ ...changes, lines: { 'of another statement': undefined, ...lines } });
    return judgeLedgers(renumbered(ledgers), services, { onlySandbox: true }).findings.map(({ code }) => code);
  };

  it('finds nothing in what the sandbox has sent', () => {
    expect(codesAlone(() => {})).toEqual([]);
  });

  it('finds an order invented that a door or the orchestrator knows, sound as it is', () => {
    expect(codesAlone(whole, byHand)).toEqual(['order-invented']);
    expect(codesAlone(whole, { sagas: { [HAND]: done } })).toEqual(['order-invented']);
    expect(codesAlone(() => {}, { states: { [HAND]: 'waiting' } })).toEqual(['order-invented']);
  });

  it('finds an act invented that a saga, a delivery or a bank line tells of', () => {
    const booked = add((world) => world.orders('005-1-1-1').pays('005-1-1-1'));
    const retried = { '005-1-1-1': { status: 'completed', acts: ['retried by ayse'] } };
    const resolved = { states: { '005-1-1-1': 'completed' }, attention: { '005-1-1-1': undefined }, sagas: retried };
    expect(codesAlone(booked, resolved)).toEqual(['act-invented']);
    const quarantined = new Map([[keyOf('moda-4'), { state: 'discarded', decided: 'discarded by ali' }]]);
    expect(codesAlone(() => {}, { others: { quarantined } })).toEqual(['act-invented']);
    const left = { state: 'left', amount: '98.80', decided: 'leave by ayse: paid back' };
    expect(codesAlone(() => {}, { lines: { 'S1-T2': left } })).toEqual(['act-invented']);
  });

  it('finds a bank line invented that stands on no statement, whatever it pays', () => {
    expect(codesAlone(() => {}, { lines: { 'HAND-1': UNDECIDED } })).toEqual(['line-invented']);
    const settled = add((world) => world.pays('moda-3', 'transfer'));
    const paid = { states: { 'moda-3': 'completed' }, lines: { 'HAND-1': pays('moda-3') } };
    expect(codesAlone(settled, paid)).toEqual(['act-invented', 'line-invented']);
  });
});

describe('a number that a till sends again with another content', () => {
  it('is counted apart, as the till counts its receipts', () => {
    const altered: Doctor = (ledgers) => {
      const world = new LedgerWriter();
      Object.assign(world.ledgers, ledgers);
      world.rings('001-1-1-1', { expectation: 'refused' });
      const rung = ledgers.tills.at(-1);
      if (rung?.kind !== 'rung') return;
      const body = { ...rung.body, payments: [{ method: 'transfer', amount: '99.80' }] };
      ledgers.tills[ledgers.tills.length - 1] = { ...rung, body, contentHash: canonicalHash(body) };
      const { orderNumber } = rung;
      const contentHash = canonicalHash(body);
      const answer = { orderNumber, contentHash, sending: 1, attempt: 1, sentAt: rung.at, answer: 'refused' } as const;
      ledgers.tills.push({ seq: 0, at: rung.at, kind: 'answered', ...answer });
    };
    const { findings, rows } = verdictAfter(altered);
    expect(findings).toEqual([]);
    expect(rows.find(({ kind }) => kind === 'receipt')).toMatchObject({ sent: 5, refused: 1 });
    expect(rows.find(({ kind }) => kind === 'number sent again, altered')).toMatchObject({ sent: 1, refused: 1 });
  });
});

/** One doctor after another. */
function both(...doctors: readonly Doctor[]): Doctor {
  return (ledgers) => doctors.forEach((doctor) => doctor(ledgers));
}

function orderAgain({ erp }: MutableLedgers): void {
  const order = erp.find(({ kind, orderNumber }) => kind === 'sales-order' && orderNumber === HAND);
  if (order) erp.push({ ...order, number: 'sales-order 99', reference: 'another' });
}

const paidMore = rewritten(`${HAND} payment`, '99.80', '99.81');
const invoicedMore = rewritten(`${HAND} invoice`, '99.80', '99.81');

/** Rewrites an amount in the document of a reference, and the hash of the document. */
function rewritten(reference: string, amount: string, other: string): Doctor {
  return (ledgers) => {
    const document = ledgers.erp.find((line) => line.reference === reference);
    if (document) rebook(ledgers, document.number, (text) => text.replaceAll(amount, other));
  };
}

/** Rewrites an amount in the documents that the ERP has written last. */
function rebookLast(ledgers: MutableLedgers, documents: number, amount: string, other: string): void {
  for (const { number } of ledgers.erp.slice(-documents)) {
    rebook(ledgers, number, (text) => text.replaceAll(amount, other));
  }
}
