import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DECIDE, type Faults, type Suffering } from '../faults/faults.js';
import { refusal, type Answer } from '../http/answer.js';
import { Ledger } from '../ledger/ledger.js';
import { businessDateOf } from '../world/business-date.js';
import { AUTHORITY_CODE, isCorrectable, verdictOn, type Verdict } from './authority-rules.js';
import { type DecisionEntry, type IntegratorEntry, type TransmissionEntry } from './integrator-ledger.js';

/** What of the integrator can be set while it runs. */
export interface IntegratorSettings {
  /** How long the authority thinks about an invoice. */
  authorityDelayMs: number;
}

/** What is sent for transmission; the register counts the attempts. */
export type NewTransmission = Omit<TransmissionEntry, 'kind' | 'attempt'>;

interface Registered {
  readonly transmission: TransmissionEntry;
  readonly receivedAt: number;
  /** Resolves once the XML is written and the ledger line is on the disk. */
  readonly stored: Promise<void>;
  /** What it took the place of, having been refused for its form. */
  readonly former: Registered | undefined;
  decision?: Pick<DecisionEntry, 'status' | 'code' | 'detail'> & { readonly at: string };
}

/**
 * The invoices that the integrator has taken, and the authority's word on each.
 *
 * A number belongs to one ETTN for ever. Content changes under an ETTN only after a refusal of form (1150, 1160).
 * A transmission is answered once its XML is written and its ledger line is on the disk; one that could not be written
 * fails, with every request after it for the same ETTN, until the next start. Those not decided when the process
 * ended are decided after the next start.
 */
export class InvoiceRegister {
  private readonly byEttn = new Map<string, Registered>();
  private readonly ettnByNumber = new Map<string, string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private ledger: Ledger<IntegratorEntry>;

  private constructor(
    private readonly invoices: string,
    private readonly settings: IntegratorSettings,
    private readonly faults: Faults,
  ) {}

  static async open(directory: string, settings: IntegratorSettings, faults: Faults): Promise<InvoiceRegister> {
    const register = new InvoiceRegister(join(directory, 'invoices'), settings, faults);
    await mkdir(register.invoices, { recursive: true });
    register.ledger = await Ledger.open<IntegratorEntry>(join(directory, 'integrator.jsonl'), (line) => {
      if (line.kind === 'transmission') register.enter(line, Date.parse(line.at), Promise.resolve());
      else register.decide(line, line.at);
    });
    for (const { transmission, decision } of register.byEttn.values()) {
      if (!decision) register.awaitDecision(transmission);
    }
    return register;
  }

  /** Takes an invoice for transmission, or answers why not; the same invoice again is answered as it stands. */
  async transmit(sent: NewTransmission, xml: Buffer): Promise<Answer> {
    const known = this.byEttn.get(sent.ettn);
    if (known && known.transmission.contentHash === sent.contentHash) {
      await known.stored;
      return { status: 200, body: this.shown(known) };
    }
    if (known && !(known.decision && isCorrectable(known.decision.code))) {
      return refusal(409, 'ettn-used', 'The ETTN was used with another content.');
    }
    if ((this.ettnByNumber.get(sent.number) ?? sent.ettn) !== sent.ettn) {
      return refusal(409, 'number-used', `The number ${sent.number} belongs to another ETTN.`);
    }
    if (known && known.transmission.number !== sent.number) {
      return refusal(409, 'ettn-used', `The ETTN belongs to the number ${known.transmission.number}.`);
    }
    const attempt = (known?.transmission.attempt ?? 0) + 1;
    const transmission: TransmissionEntry = { kind: 'transmission', ...sent, attempt };
    const registered = this.enter(transmission, Date.now(), this.store(transmission, xml));
    await registered.stored;
    this.awaitDecision(transmission);
    return { status: 202, body: this.shown(registered) };
  }

  /**
   * The state of an invoice, and what it is of; or of another where they are mixed up. What was taken less than `lagMs`
   * ago does not show yet: where a refused one was corrected, that one shows, else none is found.
   */
  async stateOf(ettn: string, { lagMs, mixesUp }: Pick<Suffering, 'lagMs' | 'mixesUp'>): Promise<Answer> {
    const latest = mixesUp ? this.latestBut(ettn) : this.byEttn.get(ettn);
    await latest?.stored;
    const isYoung = latest !== undefined && latest.receivedAt > Date.now() - lagMs;
    const registered = isYoung ? latest.former : latest;
    if (registered && lagMs < Infinity) {
      return { status: 200, body: { ...this.shown(registered), ...contentOf(registered.transmission) } };
    }
    return refusal(404, 'invoice-not-found', 'There is no invoice of this ETTN.');
  }

  transmissionOf(ettn: string): TransmissionEntry | undefined {
    return this.byEttn.get(ettn)?.transmission;
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    await this.ledger.close();
  }

  private latestBut(ettn: string): Registered | undefined {
    return [...this.byEttn.values()].findLast(({ transmission }) => transmission.ettn !== ettn);
  }

  /** The XML is a few kilobytes for the page cache: handing it to another thread would cost more than writing it. */
  private async store(transmission: TransmissionEntry, xml: Buffer): Promise<void> {
    writeFileSync(join(this.invoices, `${transmission.number}.xml`), xml);
    await this.ledger.append(transmission);
  }

  private enter(transmission: TransmissionEntry, receivedAt: number, stored: Promise<void>): Registered {
    const registered = { transmission, receivedAt, stored, former: this.byEttn.get(transmission.ettn) };
    this.byEttn.set(transmission.ettn, registered);
    this.ettnByNumber.set(transmission.number, transmission.ettn);
    return registered;
  }

  private decide({ ettn, status, code, detail }: DecisionEntry, at: string): void {
    const registered = this.byEttn.get(ettn);
    if (registered) registered.decision = { status, code, detail, at };
  }

  private awaitDecision(transmission: TransmissionEntry): void {
    const { ettn, number, attempt, correlationId, traceparent, invoice } = transmission;
    const subject = { orderNumber: invoice.orderNumber, references: [ettn, number] };
    const { delayMs, outcome } = this.faults.take('integrator', DECIDE, () => subject);
    const decideNow = async (): Promise<void> => {
      this.timers.delete(timer);
      const verdict = outcome ? refusedByRule(outcome.code) : verdictOn(invoice, businessDateOf(new Date()));
      const decision = { kind: 'decision', ettn, number, attempt, ...verdict, correlationId, traceparent } as const;
      const { at } = await this.ledger.append(decision);
      this.decide(decision, at);
    };
    const timer = setTimeout(() => void decideNow(), this.settings.authorityDelayMs + delayMs);
    this.timers.add(timer);
  }

  private shown({ transmission: { ettn, number }, decision, receivedAt }: Registered): object {
    if (decision) {
      const { status, code, detail, at } = decision;
      return { ettn, number, status, code, detail, decidedAt: at };
    }
    const queued = Date.now() - receivedAt < this.settings.authorityDelayMs / 2;
    const code = queued ? AUTHORITY_CODE.queued : AUTHORITY_CODE.processing;
    return { ettn, number, status: queued ? 'queued' : 'processing', code, detail: '' };
  }
}

/** What an integrator tells of a document beside its state, so that it can be told from another. */
function contentOf({ invoice: { totals, currency, buyerTaxId } }: TransmissionEntry): object {
  return { payableAmount: totals.payable, currency, receiverTaxId: buyerTaxId };
}

function refusedByRule(code: string | undefined): Verdict {
  return { status: 'refused', code: Number(code ?? AUTHORITY_CODE.schematron), detail: 'Refused by a rule.' };
}
