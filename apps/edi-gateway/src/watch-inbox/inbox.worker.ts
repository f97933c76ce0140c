import { dirname } from 'node:path';
import { CommitUnknown, OutboxPressure } from '@kervan/messaging';
import { HealthRegistry, isDatabaseUnavailable, Lifecycle } from '@kervan/service-host';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { metrics, trace } from '@opentelemetry/api';
import { EDI_CONFIG, type EdiGatewayConfig } from '../config.js';
import type { Partner } from '../partners/partner.js';
import { PartnersFile } from '../partners/partners.file.js';
import { ediProblems } from '../take-interchange/edi.problems.js';
import { InterchangeState } from '../take-interchange/interchange.repository.js';
import { type Outcome, TakeInterchange } from '../take-interchange/take-interchange.js';
import { abandonedClaims, claim, type Claim, filesIn, finalName, finish, readClaimed, withEnd } from './claims.js';
import { PartnerFolders } from './partner-folders.js';
import { QuietFiles } from './quiet-files.js';
import { Rounds } from './rounds.js';
import { writeWhole } from './write-file.js';

const SILENT_MS = 90_000;
/** How often the same failure is told. */
const TELL_EVERY_MS = 60_000;

const tracer = trace.getTracer('edi-gateway');
const interchanges = metrics.getMeter('edi-gateway').createCounter('kervan_edi_interchanges', {
  description: 'Files that partners have sent, by partner and outcome.',
});

/**
 * Takes every complete file of the partners' inboxes, each once.
 *
 * A file is claimed by a rename, recorded, and only then moved to `accepted` or `rejected`; beside what is refused stands
 * why. A claim of a process that has died is taken up again. Nothing is claimed while messages cannot be sent, or the
 * database does not answer.
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
    private readonly pressure: OutboxPressure,
    @Inject(EDI_CONFIG) private readonly config: EdiGatewayConfig,
    lifecycle: Lifecycle,
    health: HealthRegistry,
  ) {
    this.rounds = new Rounds('inboxes', config.intake.everyMs, () => this.look());
    lifecycle.onStart('workers', 'inboxes', () => this.rounds.start());
    lifecycle.onStop('workers', 'inboxes', () => this.rounds.stop());
    health.live('inboxes', () =>
      this.rounds.silentMs() < SILENT_MS ? { ok: true } : { ok: false, reason: 'inboxes-not-read' },
    );
  }

  /** Looks into every inbox once. What is wrong with one partner's folders holds no other back. */
  async look(): Promise<void> {
    if (this.pressure.isHigh()) return;
    for (const partner of this.partners.all()) {
      try {
        await this.lookFor(partner);
        this.toldAt.delete(partner.code);
      } catch (error) {
        this.tellFailure(partner, error);
      }
    }
  }

  private async lookFor(partner: Partner): Promise<void> {
    const folders = new PartnerFolders(this.config.ediDir, partner.code);
    await folders.make();
    const unsettled = [...this.unsettled.values()].filter(({ folder }) => dirname(folder) === folders.processing);
    for (const one of unsettled) await this.take(one, folders, partner);
    const abandoned = await abandonedClaims(folders, this.config.intake.claimMs);
    for (const one of abandoned) await this.take(one, folders, partner);
    for (const file of this.quietFiles(partner).complete(await filesIn(folders.inbox), performance.now())) {
      const claimed = await claim(folders, file);
      if (claimed) await this.take(claimed, folders, partner);
    }
  }

  /** @throws when the database does not answer: the claim comes first in the next round. */
  private async take(one: Claim, folders: PartnerFolders, partner: Partner): Promise<void> {
    this.rounds.progressed();
    try {
      const outcome = await tracer.startActiveSpan('take interchange', (span) =>
        this.record(one, partner).finally(() => span.end()),
      );
      if (outcome) await this.putAway(one, folders, outcome);
      this.unsettled.delete(one.id);
      if (outcome) this.tell(one, partner, outcome);
    } catch (error) {
      if (error instanceof CommitUnknown || isDatabaseUnavailable(error)) {
        this.unsettled.set(one.id, one);
        throw error;
      }
      this.unsettled.delete(one.id);
      this.logger.error({
        msg: 'a file could not be taken; it is tried again',
        claim: one.id,
        partner: partner.code,
        err: error,
      });
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

  private async putAway(
    one: Claim,
    { accepted, rejected }: PartnerFolders,
    { state, problem }: Outcome,
  ): Promise<void> {
    const target = state === InterchangeState.refused ? rejected : accepted;
    const name = await finalName(one, target);
    if (problem) await writeWhole(target, withEnd(name, '.error.json'), `${JSON.stringify(problem, null, 2)}\n`);
    await finish(one, target, name);
  }

  private tellFailure({ code }: Partner, error: unknown): void {
    const now = performance.now();
    if (now - (this.toldAt.get(code) ?? -TELL_EVERY_MS) < TELL_EVERY_MS) return;
    this.toldAt.set(code, now);
    this.logger.error({ msg: 'an inbox could not be worked off; it is tried again', partner: code, err: error });
  }

  private quietFiles({ code }: Partner): QuietFiles {
    const known = this.quiet.get(code) ?? new QuietFiles(this.config.intake);
    this.quiet.set(code, known);
    return known;
  }
}
