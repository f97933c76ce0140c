import { describe, expect, it } from 'vitest';
import { keepRequest, keepResponse } from './kept-exchange.js';

const personal = { request: ['customer.name', 'parties.*.taxId'], response: ['owner'] };

describe('what is kept of an exchange', () => {
  it('has no secret and no personal value', () => {
    const kept = keepRequest(
      {
        method: 'POST',
        path: '/people/12345678901',
        shownPath: '/people/{taxId}',
        body: { json: { customer: { name: 'Ayşe', city: 'İzmir' }, parties: [{ taxId: '12345678901' }, { taxId: null }] } },
      },
      { Authorization: 'Bearer secret', 'x-api-key': 'secret', 'X-Correlation-Id': 'c-1', 'idempotency-key': 'k-1' },
      personal,
    );
    expect(kept).toEqual({
      method: 'POST',
      path: '/people/{taxId}',
      headers: { 'x-correlation-id': 'c-1', 'idempotency-key': 'k-1' },
      body: { customer: { name: '***', city: 'İzmir' }, parties: [{ taxId: '***' }, { taxId: null }] },
    });
    expect(JSON.stringify(kept)).not.toMatch(/secret|Ayşe|12345678901/);
  });

  it('of a body that is not JSON is its size, since nothing can be masked in it', () => {
    const kept = keepRequest({ method: 'POST', path: '/', body: { text: '<Name>Ayşe</Name>', contentType: 'application/xml' } }, {});
    expect(kept.body).toEqual({ contentType: 'application/xml', bytes: 18 });
    const html = { status: 502, headers: { 'content-type': 'text/html' }, text: '<p>', json: undefined };
    expect(keepResponse({ kind: 'answered', answer: html })).toEqual({
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: { contentType: 'text/html', bytes: 3 },
    });
  });

  it('of an answer of which little is known is what is known to name no person', () => {
    const json = {
      number: 7, customer: { name: 'Ayşe' }, contact: ['Ayşe'], totals: { gross: '1.00', of: 'Ayşe' }, gross: 'Ayşe', note: null,
      items: [{ number: 'SO-1', detail: 'Ayşe' }], type: { of: 'Ayşe' },
    };
    const answer = { status: 200, headers: {}, text: '', json };
    const allOfResponseBut = ['number', 'type', 'totals.gross', 'items.*.number'];
    expect(keepResponse({ kind: 'answered', answer }, { allOfResponseBut }).body).toEqual({
      number: 7, customer: { name: '***' }, contact: ['***'], totals: { gross: '1.00', of: '***' }, gross: '***', note: null,
      items: [{ number: 'SO-1', detail: '***' }], type: { of: '***' },
    });
  });

  it('of a large answer is its size', () => {
    const json = { owner: 'Ayşe', rows: 'x'.repeat(40_000) };
    const kept = keepResponse({ kind: 'answered', answer: { status: 200, headers: {}, text: '', json } }, personal);
    expect(kept.body).toMatchObject({ contentType: 'application/json' });
  });

  it('without an answer is the reason', () => {
    expect(keepResponse({ kind: 'unclear', reason: 'timeout' })).toEqual({ reason: 'timeout', status: undefined });
    expect(keepResponse({ kind: 'not-sent', reason: 'ECONNREFUSED' })).toEqual({ reason: 'ECONNREFUSED' });
  });
});
