import { dayOfInterchange } from './business-date.js';
import { type Control, type Dropped, type Interchange } from './channel-lines.js';
import { type Input } from './inputs.js';
import { type Ledgers } from './ledger-lines.js';
import { contentOf } from './shop-inputs.js';

/** An interchange of the trading partner, with its files and their answers. */
export interface SentInterchange {
  readonly entry: Interchange;
  readonly dropped: readonly Dropped[];
  readonly controls: readonly Control[];
}

const REFUSED = '4';

/** The interchanges of the trading partner, oldest first. */
export function interchangesOf({ partner }: Pick<Ledgers, 'partner'>): SentInterchange[] {
  const entries = new Map<string, Interchange>();
  for (const line of partner) {
    if (line.kind === 'interchange' && !entries.has(line.interchange)) entries.set(line.interchange, line);
  }
  return [...entries.values()].map((entry) => ({
    entry,
    dropped: partner.filter((line) => line.kind === 'dropped' && line.interchange === entry.interchange) as Dropped[],
    controls: partner.filter((line) => line.kind === 'control' && line.interchange === entry.interchange) as Control[],
  }));
}

/** Tells whether a CONTRL refuses a message: with the whole interchange, or by itself. */
export function refuses({ action, refusedMessages }: Control, message: string): boolean {
  return action === REFUSED || refusedMessages.includes(message);
}

/** The orders within the interchanges. */
export function partnerInputsOf(interchanges: readonly SentInterchange[]): Input[] {
  return interchanges.flatMap(({ entry, dropped, controls }) => {
    return entry.orders.map(({ orderNumber, message, expectation, agreed }): Input => {
      const refused = controls.some((control) => refuses(control, message));
      const outcome = controls.length === 0 ? 'unanswered' : refused ? 'refused' : 'accepted';
      const content = contentOf(agreed, dayOfInterchange(entry));
      const moments = { sentAt: dropped[0]?.at, writtenAt: entry.at };
      const common = { channel: 'edi', kind: 'EDI marketim', takenBack: false, ...moments } as const;
      return { ...common, orderNumber, expectation, content, outcome };
    });
  });
}
