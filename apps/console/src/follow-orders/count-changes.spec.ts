import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountedDocument, countChanges } from './count-changes.js';
import { DocumentState } from './document-state.js';

const counted = (state: DocumentState, channel = 'till'): CountedDocument => ({
  businessDate: '2026-11-21',
  mode: 'live',
  channel,
  state,
});
const untold: CountedDocument = { businessDate: null, mode: null, channel: null, state: 'on_its_way' };

describe('the change of the counts', () => {
  it('takes a document from where it was counted to where it is', () => {
    expect(countChanges([[counted('on_its_way'), counted('completed')]])).toMatchObject([
      { state: 'completed', documents: 1 },
      { state: 'on_its_way', documents: -1 },
    ]);
  });

  it('counts nothing of which the source has not told', () => {
    expect(countChanges([[undefined, untold]])).toEqual([]);
    expect(countChanges([[untold, counted('completed')]])).toMatchObject([{ state: 'completed', documents: 1 }]);
  });

  it('is none where nothing has changed, and one for all documents of a count', () => {
    expect(countChanges([[counted('completed'), counted('completed')]])).toEqual([]);
    expect(countChanges([[untold, counted('completed')], [untold, counted('completed')]])).toMatchObject([{ documents: 2 }]);
  });

  it('comes in one order, so that two transactions never wait for each other', () => {
    const state = fc.constantFrom(...Object.values(DocumentState));
    const document = fc.tuple(state, fc.constantFrom('till', 'edi')).map((of) => counted(...of));
    fc.assert(
      fc.property(fc.array(fc.tuple(document, document)), (turns) => {
        const keys = countChanges(turns).map((change) => `${change.channel} ${change.state}`);
        expect(keys).toEqual(keys.toSorted());
      }),
    );
  });
});
