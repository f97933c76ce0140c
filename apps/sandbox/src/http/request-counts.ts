/** Requests of one operation: how many, and how many by answered status (`cut`: the connection was cut instead). */
export type OperationCounts = Record<string, number>;

/** Counts the requests to the outside systems since the start of the process. */
export class RequestCounts {
  private readonly counts: Record<string, Record<string, OperationCounts>> = {};

  record(target: string, operation: string, status: number | undefined): void {
    const counts = ((this.counts[target] ??= {})[operation] ??= { requests: 0 });
    const answered = status === undefined ? 'cut' : String(status);
    counts['requests'] = (counts['requests'] ?? 0) + 1;
    counts[answered] = (counts[answered] ?? 0) + 1;
  }

  byTarget(): Readonly<Record<string, Record<string, OperationCounts>>> {
    return this.counts;
  }
}
