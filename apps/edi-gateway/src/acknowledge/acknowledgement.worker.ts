import { Transactions } from '@kervan/messaging';
import { HealthRegistry, Lifecycle } from '@kervan/service-host';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { EDI_CONFIG, type EdiGatewayConfig } from '../config.js';
import { PartnerFolders } from '../watch-inbox/partner-folders.js';
import { Rounds } from '../watch-inbox/rounds.js';
import { writeWhole } from '../watch-inbox/write-file.js';
import { markWritten, type OwedAcknowledgement, postpone, takeDue } from './acknowledgement.repository.js';

const AT_ONCE = 100;
const RETRY_MS = 5_000;

/**
 * Writes every CONTRL that is owed into its partner's outbox.
 *
 * Whole or not at all, and once at least: an attempt that dies is made again, after the time of a claim, with the same
 * bytes under the same name. Of several replicas one writes it.
 * A file that cannot be written stays owed, is tried again after 5 s, and holds no other back. The process is not live any
 * more once a write hangs.
 */
@Injectable()
export class AcknowledgementWorker {
  private readonly logger = new Logger(AcknowledgementWorker.name);
  private readonly rounds: Rounds;

  constructor(
    private readonly transactions: Transactions,
    @Inject(EDI_CONFIG) private readonly config: EdiGatewayConfig,
    lifecycle: Lifecycle,
    health: HealthRegistry,
  ) {
    this.rounds = new Rounds('acknowledgements', config.intake.everyMs, () => this.writeOwed());
    lifecycle.onStart('workers', 'acknowledgements', () => this.rounds.start());
    lifecycle.onStop('workers', 'acknowledgements', () => this.rounds.stop());
    health.live('acknowledgements', () => this.rounds.health('acknowledgements-not-written'));
  }

  /** Writes what is owed now. @throws what the database throws. */
  async writeOwed(): Promise<void> {
    const { claimMs } = this.config.intake;
    for (const owed of await this.transactions.run((db) => takeDue(db, AT_ONCE, claimMs))) await this.write(owed);
  }

  private async write(owed: OwedAcknowledgement): Promise<void> {
    this.rounds.progressed();
    const { interchangeId, partner, fileName, content } = owed;
    try {
      const folders = new PartnerFolders(this.config.ediDir, partner);
      await folders.make();
      await writeWhole(folders.outbox, fileName, content);
      await this.transactions.run((db) => markWritten(db, owed));
    } catch (error) {
      this.logger.error({
        msg: 'an acknowledgement could not be written; it stays owed',
        interchangeId,
        partner,
        err: error,
      });
      await this.transactions.run((db) => postpone(db, owed, RETRY_MS));
    }
  }
}
