import { createHash } from 'node:crypto';

/** Choices that look random and are the same for the same seed. */
export class Random {
  private draws = 0;

  constructor(private readonly seed: string) {}

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number {
    this.draws += 1;
    const digest = createHash('sha256').update(`${this.seed} ${this.draws}`).digest();
    return min + Number(digest.readBigUInt64BE() % BigInt(max - min + 1));
  }

  /** One of the items. @throws where there is none. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('There is nothing to choose from.');
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** So many of the items, each at most once. */
  some<Item>(items: readonly Item[], count: number): Item[] {
    const rest = [...items];
    return Array.from({ length: Math.min(count, items.length) }, () => rest.splice(this.between(0, rest.length - 1), 1)[0] as Item);
  }
}
