import { dirname } from 'node:path';
import { CommitUnknown, OutboxPressure, Transactions } from '@kervan/messaging';
import { HealthRegistry, isDatabaseUnavailable, Lifecycle } from '@kervan/service-host';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { EDI_CONFIG, type EdiGatewayConfig } from '../config.js';
import type { Partner } from '../partners/partner.js';
import { PartnersFile } from '../partners/partners.file.js';
import { ediProblems } from '../take-interchange/edi.problems.js';
import { type Outcome, TakeInterchange } from '../take-interchange/take-interchange.js';
import { abandonedClaims, claim, type Claim, filesIn, readClaimed } from './claims.js';
import { forgetFailures, noteFailure, unclaimed } from './failing-file.repository.js';
import { PartnerFolders } from './partner-folders.js';
import { putAway } from './put-away.js';
import { QuietFiles, type SeenFile } from './quiet-files.js';
import { Rounds } from './rounds.js';

/** Of one partner in a round, so that the files of another do not wait for all of them. */
const MAX_FILES = 100;
/** How often the same failure is told. */
const TELL_EVERY_MS = 60_000;

const tracer = trace.getTracer('edi-gateway');
const meter = metrics.getMeter('edi-gateway');
const interchanges = meter.createCounter('kervan.edi.interchanges', {
  description: 'Files that partners have sent, by partner and outcome.',
});
const failures = meter.createCounter('kervan.edi.file_failures', {
  description: 'Attempts to take a file that failed by a fault of ours, by partner.',
});

/**
 * Takes every complete file of the partners' inboxes, each once.
 *
 * A file is claimed by a rename, recorded, and only then moved to `accepted` or `rejected`; beside what is refused stands
 * why. A claim of a process that has died is taken up again, as is one that failed: it is counted, and told by
 * `GET /v1/failing-files`. So is a file that cannot be claimed; it holds no other back. Nothing is claimed while messages
 * cannot be sent, the database does not answer, or the process is to stop.
 */
@Injectable()
export class InboxWorker {
  private readonly logger = new Logger(InboxWorker.name);
  private readonly rounds: Rounds;
  private readonly quiet = new Map<string, QuietFiles>();
  /** Claims of this process for which the database did not answer: they come before any other. */
  private readonly unsettled = new Map<string, Claim>();
  private readonly toldAt = new Map<string, number>();

  constructor(
    private readonly partners: PartnersFile,
    private readonly interchanges: TakeInterchange,
    private readonly transactions: Transactions,
    private readonly pressure: OutboxPressure,
    @Inject(EDI_CONFIG) private readonly config: EdiGatewayConfig,
    lifecycle: Lifecycle,
    health: HealthRegistry,
  ) {
    this.rounds = new Rounds('inboxes', config.intake.everyMs, () => this.look());
    lifecycle.onStart('workers', 'inboxes', () => this.rounds.start());
    lifecycle.onStop('workers', 'inboxes', () => this.rounds.stop());
    health.live('inboxes', () => this.rounds.health('inboxes-not-read'));
  }

  /** Looks into every inbox once. What is wrong with one partner's folders holds no other back. */
  async look(): Promise<void> {
    for (const partner of this.partners.all()) {
      try {
        await this.lookFor(partner);
        this.toldAt.delete(partner.code);
      } catch (error) {
        this.tellOnce(partner.code, 'an inbox could not be worked off; it is tried again', partner, error);
      }
    }
  }

  private async lookFor(partner: Partner): Promise<void> {
    if (!this.goesOn()) return;
    const folders = new PartnerFolders(this.config.ediDir, partner.code);
    await folders.make();
    const unsettled = [...this.unsettled.values()].filter(({ folder }) => dirname(folder) === folders.processing);
    for (const one of unsettled) await this.take(one, folders, partner);
    for await (const one of abandonedClaims(folders, this.config.intake.claimMs)) {
      await this.take(one, folders, partner);
      if (!this.goesOn()) return;
    }
    const complete = this.quietFiles(partner).complete(await filesIn(folders.inbox), performance.now());
    for (const file of complete.slice(0, MAX_FILES)) {
      if (!this.goesOn()) return;
      const claimed = await this.claim(file, folders, partner);
      if (claimed) await this.take(claimed, folders, partner);
    }
  }

  private goesOn(): boolean {
    return !this.rounds.isEnding && !this.pressure.isHigh();
  }

  /** @returns undefined when it cannot be claimed now. @throws when it cannot, and the database does not answer. */
  private async claim(file: SeenFile, folders: PartnerFolders, partner: Partner): Promise<Claim | undefined> {
    this.rounds.progressed();
    try {
      return await claim(folders, file);
    } catch (error) {
      this.quietFiles(partner).putOff(file, this.config.intake.claimMs, performance.now());
      failures.add(1, { partner: partner.code });
      this.tellOnce(`claims ${partner.code}`, 'a file could not be claimed; it is tried again', partner, error);
      await this.transactions.run((db) => noteFailure(db, unclaimed(partner.code, file.name), partner.code, error));
      return undefined;
    }
  }

  /** @throws when the database does not answer: the claim comes first in the next round. */
  private async take(one: Claim, folders: PartnerFolders, partner: Partner): Promise<void> {
    this.rounds.progressed();
    try {
      const outcome = await inSpan(one, partner, () => this.record(one, partner));
      if (outcome) await this.transactions.run((db) => putAway(db, one, folders, outcome));
      else await this.transactions.run((db) => forgetFailures(db, one, partner.code));
      this.unsettled.delete(one.id);
      if (outcome) this.tell(one, partner, outcome);
    } catch (error) {
      if (error instanceof CommitUnknown || isDatabaseUnavailable(error)) {
        this.unsettled.set(one.id, one);
        throw error;
      }
      this.unsettled.delete(one.id);
      failures.add(1, { partner: partner.code });
      this.logger.error({
        msg: 'a file could not be taken; it is tried again',
        claim: one.id,
        partner: partner.code,
        err: error,
      });
      await this.transactions.run((db) => noteFailure(db, one, partner.code, error));
    }
  }

  private tell({ id }: Claim, { code: partner }: Partner, { state, problem }: Outcome): void {
    interchanges.add(1, { partner, outcome: state });
    this.logger.log({ msg: 'interchange', interchange: id, partner, state, code: problem?.code });
  }

  private async record(one: Claim, partner: Partner): Promise<Outcome | undefined> {
    const { maxBytes } = this.config.intake;
    const read = await readClaimed(one, maxBytes);
    if (!read) return undefined;
    const file = { id: one.id, name: one.name, bytes: read.bytes };
    if (!read.content) {
      const tooLarge = ediProblems('edi-file-too-large', { extensions: { limitBytes: maxBytes } });
      return this.interchanges.refuse(file, tooLarge, partner);
    }
    if (read.bytes === 0) return this.interchanges.refuse(file, ediProblems('edi-empty-file'), partner);
    return this.interchanges.take(file, read.content, partner);
  }

  /** Tells a failure of one kind once in a while. */
  private tellOnce(kind: string, msg: string, { code: partner }: Partner, error: unknown): void {
    const now = performance.now();
    if (now - (this.toldAt.get(kind) ?? -TELL_EVERY_MS) < TELL_EVERY_MS) return;
    this.toldAt.set(kind, now);
    this.logger.error({ msg, partner, err: error });
  }

  private quietFiles({ code }: Partner): QuietFiles {
    const known = this.quiet.get(code) ?? new QuietFiles(this.config.intake);
    this.quiet.set(code, known);
    return known;
  }
}

/** Does the work within the span that a file's orders begin with. */
function inSpan<T>({ id }: Claim, { code }: Partner, work: () => Promise<T>): Promise<T> {
  const attributes = { 'kervan.correlation_id': id, 'kervan.partner': code };
  return tracer.startActiveSpan('take interchange', { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  });
}
