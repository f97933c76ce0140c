import { type Patience, untilSo } from '../delivery/persistence.js';
import { type ExchangeFolders } from './exchange-folders.js';
import { isAnswered, type PartnerJournal, type SentInterchange } from './partner-journal.js';

/** Two minutes. */
export const CONTROL_LOOKS: Patience = { everyMs: 200, withinMs: 120_000 };

/**
 * What the partner does with a written interchange: it drops the file, looks into the seller's outbox until the CONTRL
 * is there, and drops it once more where it is to be sent twice.
 *
 * It looks for two minutes, unless told otherwise, then goes on without an answer: the interchange stays open in the journal.
 * Done work is not repeated, so that an interchange can be taken up again. Ends early when the signal fires.
 */
export class Partner {
  private looking: Promise<void> | undefined;

  constructor(
    private readonly journal: PartnerJournal,
    private readonly folders: ExchangeFolders,
    private readonly signal: AbortSignal,
    private readonly looks: Patience,
  ) {}

  async send(sent: SentInterchange): Promise<void> {
    for (let sending = 1; sending <= sent.entry.sends; sending += 1) {
      if (sent.dropped < sending) await this.drop(sent, sending);
      const answered = async (): Promise<boolean> => {
        await this.lookOnce();
        return isAnswered(sent, sending);
      };
      if (!(await untilSo(answered, this.looks, this.signal))) return;
    }
  }

  private async drop({ entry }: SentInterchange, sending: number): Promise<void> {
    const { interchange, contentBase64 } = entry;
    const file = `ORDERS_${interchange}${sending > 1 ? `_${sending}` : ''}.edi`;
    await this.folders.drop(file, Buffer.from(contentBase64, 'base64'));
    await this.journal.note({ kind: 'dropped', interchange, sending, file });
  }

  private lookOnce(): Promise<void> {
    return (this.looking ??= this.look().finally(() => (this.looking = undefined)));
  }

  /** Notes the answers to the partner's own interchanges; what answers somebody else's file is passed over. */
  private async look(): Promise<void> {
    const known = (file: string, fileTime: number): boolean => this.journal.hasRead(file, fileTime);
    for (const control of await this.folders.newControls(known)) {
      if (this.journal.of(control.interchange)) await this.journal.note({ kind: 'control', ...control });
    }
  }
}
