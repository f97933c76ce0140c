/** Something that will happen at an instant. */
export interface Happening {
  readonly at: number;
  readonly order: number;
  cancelled: boolean;
  readonly run: () => void;
}

/** What is to happen, earliest first; of the same instant in the order in which it was added. */
export class EventQueue {
  private readonly heap: Happening[] = [];
  private added = 0;

  add(at: number, run: () => void): Happening {
    const happening = { at, order: this.added++, cancelled: false, run };
    this.heap.push(happening);
    this.rise(this.heap.length - 1);
    return happening;
  }

  /** Takes the earliest one out, past those that were cancelled. */
  take(): Happening | undefined {
    for (;;) {
      const first = this.heap[0];
      const last = this.heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (first !== last) {
        this.heap[0] = last;
        this.sink(0);
      }
      if (!first.cancelled) return first;
    }
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.swapped(above, at)) return;
      at = above;
    }
  }

  private sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      if (left >= this.heap.length) return;
      const earlier = right < this.heap.length && isEarlier(this.heap[right]!, this.heap[left]!) ? right : left;
      if (!this.swapped(at, earlier)) return;
      at = earlier;
    }
  }

  /** Puts two in order; false when they were. */
  private swapped(above: number, below: number): boolean {
    const [one, other] = [this.heap[above]!, this.heap[below]!];
    if (!isEarlier(other, one)) return false;
    this.heap[above] = other;
    this.heap[below] = one;
    return true;
  }
}

function isEarlier(one: Happening, other: Happening): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
