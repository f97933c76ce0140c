import { RuleBroken } from '@kervan/commerce';
import { checkedJson, pointerTo, problem, type ProblemFinding } from '@kervan/service-host';
import type { z } from 'zod';
import { Unusable } from './reading.js';

/** A place in the vendor's document. */
export type Path = readonly PropertyKey[];

/** Nobody reads more of them at once. */
const MOST = 20;

/** Collects what is wrong with a document, each with its place; never a value that may be personal. */
export class Findings {
  private readonly found: ProblemFinding[] = [];

  add(
    at: Path,
    code: string,
    detail: string,
    compared: { readonly expected?: string; readonly actual?: string } = {},
  ): void {
    if (this.found.length === MOST) return;
    const pointer = pointerTo(at);
    if (this.found.some((known) => known.pointer === pointer && known.code === code)) return;
    this.found.push({ pointer, code, detail, ...compared });
  }

  /** What `read` gives; where it breaks a rule of commerce, that is found at this place and the fallback given. */
  check<T>(at: Path, fallback: T, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error;
      this.add(at, error.code, `Expected: ${error.message}.`);
      return fallback;
    }
  }

  /** @throws {Unusable} when anything was found. */
  settle(): void {
    if (this.found.length > 0) throw new Unusable(this.found);
  }
}

/** A value as its schema has it. @throws {Unusable} with each wrong field. */
export function fitting<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  let found: readonly ProblemFinding[] = [];
  try {
    return checkedJson(schema, value, (findings) => {
      found = findings;
      return problem('validation-failed', { errors: findings });
    });
  } catch (error) {
    throw found.length > 0 ? new Unusable(found.slice(0, MOST)) : error;
  }
}
