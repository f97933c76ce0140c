import { z } from 'zod';

export const FAULT_KINDS = [
  'delay',
  'error-before',
  'error-after',
  'cut-after',
  'too-many',
  'refuse',
  'conflict',
  'error-in-success',
  'html',
  'lookup-lag',
  'lookup-hides',
  'lookup-mixes-up',
] as const;

/** The kinds that change what look-ups see; the others change answers. */
const SIGHT: readonly string[] = ['lookup-lag', 'lookup-hides', 'lookup-mixes-up'];

/** What a fault does; `times` counts down by each request that it meets, and a fault without it stays. */
export const faultSchema = z.strictObject({
  target: z.enum(['erp', 'integrator']),
  operation: z.string().optional(),
  kind: z.enum(FAULT_KINDS),
  times: z.int().positive().optional(),
  ms: z.int().nonnegative().optional(),
  status: z.int().min(200).max(599).optional(),
  retryAfter: z.int().nonnegative().optional(),
  code: z.string().optional(),
  /** Whether the request is carried out before it is answered so; with `conflict`, `error-in-success` and `html`. */
  written: z.boolean().optional(),
  match: z
    .strictObject({
      orderNumber: z.string().optional(),
      reference: z.string().optional(),
      /** Only what was taken before and comes again. */
      stands: z.literal(true).optional(),
    })
    .optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultTarget = Fault['target'];

/** What a request is about, as far as faults may name it. */
export interface Subject {
  readonly orderNumber?: string;
  readonly references: readonly string[];
  /** Whether what is to be written stands already; absent where nothing is. */
  readonly stands?: boolean;
}

/** What one request has to suffer. */
export interface Suffering {
  /** How long the request waits before it is looked at. */
  readonly delayMs: number;
  /** Documents younger than this are not shown to the request; with `Infinity`, none. */
  readonly lagMs: number;
  /** The request is shown another document than it asks for. */
  readonly mixesUp: boolean;
  /** The one fault that changes the answer, if any. */
  readonly outcome?: Fault;
}

/** The operation behind the integrator's back; only a fault that names it meets it. */
export const DECIDE = 'decide';

/**
 * The faults that are switched on.
 *
 * A request meets every matching delay and whatever bears on its sight, and the first matching fault of the other kinds: two faults set one
 * after the other meet two requests. They live in memory; a restart switches all of them off.
 */
export class Faults {
  private active: Fault[] = [];

  add(fault: Fault): void {
    this.active.push({ ...fault });
  }

  clear(): void {
    this.active = [];
  }

  list(): readonly Fault[] {
    return this.active;
  }

  /** Says what a request has to suffer and counts it against the faults it meets. */
  take(target: FaultTarget, operation: string, subject: () => Subject): Suffering {
    const met = this.active.filter((fault) => fault.target === target && concerns(fault, operation, subject));
    const outcome = met.find(({ kind }) => kind !== 'delay' && !SIGHT.includes(kind));
    const used = met.filter((fault) => fault === outcome || fault.kind === 'delay' || SIGHT.includes(fault.kind));
    for (const fault of used) if (fault.times !== undefined) fault.times -= 1;
    this.active = this.active.filter((fault) => fault.times !== 0);
    const isMet = (kind: Fault['kind']): boolean => used.some((fault) => fault.kind === kind);
    const lagMs = isMet('lookup-hides') ? Infinity : longest(used, 'lookup-lag');
    return { delayMs: longest(used, 'delay'), lagMs, mixesUp: isMet('lookup-mixes-up'), outcome };
  }
}

function concerns({ operation: named, match }: Fault, operation: string, subject: () => Subject): boolean {
  if (named === undefined ? operation === DECIDE : named !== operation) return false;
  if (!match) return true;
  const { orderNumber, references, stands } = subject();
  if (match.stands && !stands) return false;
  if (match.orderNumber !== undefined && match.orderNumber !== orderNumber) return false;
  return match.reference === undefined || references.includes(match.reference);
}

function longest(faults: readonly Fault[], kind: Fault['kind']): number {
  return Math.max(0, ...faults.filter((fault) => fault.kind === kind).map((fault) => fault.ms ?? 1000));
}
