import { z } from 'zod';

export const FAULT_KINDS = [
  'delay',
  'error-before',
  'error-after',
  'cut-after',
  'too-many',
  'refuse',
  'lookup-lag',
] as const;

/** What a fault does; `times` counts down by each request that it meets, and a fault without it stays. */
export const faultSchema = z.strictObject({
  target: z.enum(['erp', 'integrator']),
  operation: z.string().optional(),
  kind: z.enum(FAULT_KINDS),
  times: z.int().positive().optional(),
  ms: z.int().nonnegative().optional(),
  status: z.int().min(400).max(599).optional(),
  retryAfter: z.int().nonnegative().optional(),
  code: z.string().optional(),
  match: z.strictObject({ orderNumber: z.string().optional(), reference: z.string().optional() }).optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultTarget = Fault['target'];

/** What a request is about, as far as faults may name it. */
export interface Subject {
  readonly orderNumber?: string;
  readonly references: readonly string[];
}

/** What one request has to suffer. */
export interface Suffering {
  /** How long the request waits before it is looked at. */
  readonly delayMs: number;
  /** Documents younger than this are not shown to the request. */
  readonly lagMs: number;
  /** The one fault that changes the answer, if any. */
  readonly outcome?: Fault;
}

/** The operation behind the integrator's back; only a fault that names it meets it. */
export const DECIDE = 'decide';

/**
 * The faults that are switched on.
 *
 * A request meets every matching delay and lag, and the first matching fault of the other kinds: two faults set one
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
    const outcome = met.find((fault) => fault.kind !== 'delay' && fault.kind !== 'lookup-lag');
    const used = met.filter((fault) => fault === outcome || fault.kind === 'delay' || fault.kind === 'lookup-lag');
    for (const fault of used) if (fault.times !== undefined) fault.times -= 1;
    this.active = this.active.filter((fault) => fault.times !== 0);
    return { delayMs: longest(used, 'delay'), lagMs: longest(used, 'lookup-lag'), outcome };
  }
}

function concerns({ operation: named, match }: Fault, operation: string, subject: () => Subject): boolean {
  if (named === undefined ? operation === DECIDE : named !== operation) return false;
  if (!match) return true;
  const { orderNumber, references } = subject();
  if (match.orderNumber !== undefined && match.orderNumber !== orderNumber) return false;
  return match.reference === undefined || references.includes(match.reference);
}

function longest(faults: readonly Fault[], kind: Fault['kind']): number {
  return Math.max(0, ...faults.filter((fault) => fault.kind === kind).map((fault) => fault.ms ?? 1000));
}
