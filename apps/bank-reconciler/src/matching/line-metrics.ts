import type { SetWriter } from '@kervan/messaging';
import { Injectable } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';

/** How many lines ended how. */
export type LineCounts = Readonly<Partial<Record<string, number>>>;

/** Counts bank lines by what became of them, each time that something does. */
@Injectable()
export class LineMetrics {
  private readonly lines = metrics.getMeter('bank-reconciler').createCounter('kervan.bank.lines', {
    description: 'Bank lines by outcome: matched, left, not-ours, not-booked, no-effect, or why they are undecided',
  });

  count(counts: LineCounts): void {
    for (const [outcome, count] of Object.entries(counts)) if (count) this.lines.add(count, { outcome });
  }

  /** Counts what a chunk of messages did, once it is committed. */
  afterCommit(): SetWriter<LineCounts> {
    let counted: readonly LineCounts[] = [];
    return {
      write: (_db, rows) => {
        counted = rows;
        return Promise.resolve();
      },
      committed: () => counted.forEach((counts) => this.count(counts)),
    };
  }
}
