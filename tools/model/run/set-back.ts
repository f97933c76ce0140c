import type { Machine } from '../machine/machine.js';
import { SeededRandom } from '../machine/seeded-random.js';
import type { ModelDatabase } from '../postgres/model-database.js';
import type { PostgresServer } from '../postgres/postgres-server.js';

/** A service that is set back: its schema, how all its processes end, and how one starts again. */
export interface SetBackService {
  readonly schema: string;
  end(): void;
  start(): void;
}

/** The time that a service was set back over, and what went before it. */
export interface LostTime {
  /** Messages that may never have been sent. */
  readonly unsent: ReadonlySet<string>;
  /** The last that was put into the outbox, by its number there. */
  readonly lastOutput: number;
}

/** A share of the seeds has this fault, of chance of its own: the others, and all else of a run, are as without it. */
const SHARE = 0.2;
const SALT = 0x5e7bac;
/** What dead processes had sent has come by then; milliseconds. */
const AFTER_THE_END_MS = 100;

/**
 * A database that is restored from a backup: all tables of one service are set back to what they were at an earlier moment,
 * its positions, inbox and outbox included, while topics and everyone else go on.
 */
export class SetBack {
  /** Whether it is still to come, or under way. */
  isPending: boolean;
  /** Between the end of the service and its start. */
  isDown = false;
  /** Absent while nothing was set back. */
  lost: LostTime | undefined;
  private readonly random: SeededRandom;

  constructor(
    private readonly machine: Machine,
    private readonly database: ModelDatabase,
    private readonly postgres: PostgresServer,
    private readonly service: SetBackService,
    planned?: boolean,
  ) {
    this.random = new SeededRandom(machine.seed ^ SALT);
    this.isPending = this.random.chance(SHARE);
    if (planned !== undefined) this.isPending = planned;
  }

  begin(): void {
    if (!this.isPending) return;
    const { random, machine } = this;
    const lasts = random.chance(0.2) ? random.int(10, 30) * 60_000 : random.int(200, 20_000);
    machine.after(random.int(0, 3_500), undefined, () => this.whenFree(() => this.backUp(lasts)));
  }

  private backUp(lasts: number): void {
    const { machine, database, service } = this;
    const backup = database.backUp(service.schema);
    machine.trace.tell('nemesis', `backs up ${service.schema}`);
    machine.after(lasts, undefined, () => {
      this.isDown = true;
      service.end();
      machine.after(AFTER_THE_END_MS, undefined, () => this.whenFree(() => this.restore(backup)));
    });
  }

  private restore(backup: ReadonlyMap<string, string>): void {
    const { machine, database, postgres, service } = this;
    const unsent = database.look(service.schema, 'SELECT message_id FROM outbox_message').map((row) => row['message_id']!);
    const [last] = database.look(service.schema, 'SELECT coalesce(max(id), 0) AS id FROM model_output');
    this.lost = { unsent: new Set(unsent), lastOutput: Number(last!['id']) };
    database.restore(service.schema, backup);
    postgres.changed(service.schema, [...backup.keys()].join(' '));
    machine.trace.tell('nemesis', `SETS BACK ${service.schema}`);
    [this.isDown, this.isPending] = [false, false];
    service.start();
  }

  private whenFree(act: () => void): void {
    if (this.postgres.isFree) act();
    else this.machine.after(1, undefined, () => this.whenFree(act));
  }
}
