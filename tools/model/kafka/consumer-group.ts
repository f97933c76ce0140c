import type { Machine } from '../machine/machine.js';
import type { ModelConsumer } from './model-consumer.js';

/** How long a member that says nothing counts as there; milliseconds. */
const SESSION_MS = 6_000;
const HEARTBEAT_MS = 1_000;

/**
 * The coordinator of one group: who is in it, and which generation owns what.
 *
 * A member that is frozen, or dead, is found out after its session; until it hears of that it goes on as if it owned
 * what it owned: a zombie.
 */
export class ConsumerGroup {
  private generation = 0;
  private members: ModelConsumer[] = [];
  private isPlanned = false;
  readonly committed = new Map<string, number>();

  constructor(
    private readonly machine: Machine,
    readonly name: string,
    /** The partition numbers that anything is written to. */
    private readonly lanes: readonly number[],
    private readonly share: (
      members: readonly string[],
      partitions: ReadonlyMap<string, readonly number[]>,
    ) => ReadonlyMap<string, Readonly<Record<string, readonly number[]>>>,
  ) {}

  join(member: ModelConsumer): void {
    this.members.push(member);
    member.owner.onDeath(() => this.machine.after(SESSION_MS, undefined, () => this.leave(member)));
    this.plan();
  }

  leave(member: ModelConsumer): void {
    if (!this.members.includes(member)) return;
    this.members = this.members.filter((one) => one !== member);
    this.plan();
  }

  /** Members are asked to join anew, for no reason that they could see. */
  plan(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    this.machine.after(this.machine.random.int(1, 60), undefined, () => {
      this.isPlanned = false;
      this.rebalance();
    });
  }

  /** A member says that it is there; false when it is not of the present generation, and has to join again. */
  isCurrent(member: ModelConsumer): boolean {
    return this.members.includes(member) && member.generation === this.generation;
  }

  /** A member that was thought dead comes back. */
  rejoin(member: ModelConsumer): void {
    if (!this.members.includes(member)) this.members.push(member);
    this.plan();
  }

  private rebalance(): void {
    const { machine } = this;
    const silent = this.members.filter(({ owner }) => owner.frozenUntil > machine.now + SESSION_MS || owner.isDead);
    this.members = this.members.filter((member) => !silent.includes(member));
    for (const member of silent) this.awaitReturn(member);
    if (this.members.length === 0) return;
    this.generation += 1;
    const topics = new Map(this.members.flatMap(({ topics }) => topics.map((topic) => [topic, this.lanes] as const)));
    const shares = this.share(this.members.map(({ id }) => id), topics);
    for (const member of this.members) {
      const assignment = shares.get(member.id) ?? {};
      machine.trace.tell(`kafka ${this.name}`, `generation ${this.generation}: ${member.owner.name} owns ${owned(assignment)}`);
      member.assign(this.generation, assignment);
    }
    if (silent.length > 0) machine.trace.tell(`kafka ${this.name}`, `${silent.map(({ owner }) => owner.name).join()} went silent`);
  }

  /** Once it wakes, a member hears with its next heartbeat that it is out. */
  private awaitReturn(member: ModelConsumer): void {
    const { owner } = member;
    this.machine.after(0, owner, () => {
      this.machine.after(this.machine.random.next() * HEARTBEAT_MS, owner, () => this.rejoin(member));
    });
  }

  /** A member was frozen: the others take over once its session is over, whatever it believes. */
  frozen(member: ModelConsumer): void {
    if (this.members.includes(member)) this.machine.after(SESSION_MS, undefined, () => this.plan());
  }

  get everyone(): readonly ModelConsumer[] {
    return this.members;
  }
}

function owned(assignment: Readonly<Record<string, readonly number[]>>): string {
  const numbers = new Set(Object.values(assignment).flat());
  return numbers.size === 0 ? 'nothing' : [...numbers].toSorted((one, other) => one - other).join(', ');
}
