/** One thing that happened to an order: when, where, what, and with which outside reference. */
export interface Happening {
  /** ISO instant, UTC. */
  readonly at: string;
  readonly service: string;
  readonly what: string;
  /** The number or id under which it is known outside; empty where there is none. */
  readonly reference?: string;
}

/** The happenings as text, earliest first: a line each, with the time since the first one. */
export function renderTimeline(happenings: readonly Happening[]): string {
  const sorted = happenings.toSorted((a, b) => a.at.localeCompare(b.at));
  const first = sorted[0] ? Date.parse(sorted[0].at) : 0;
  const width = Math.max(...sorted.map(({ service }) => service.length));
  return sorted
    .map(({ at, service, what, reference }) => {
      const since = `+${Date.parse(at) - first} ms`.padStart(10);
      return `${at}  ${since}  ${service.padEnd(width)}  ${what}${reference ? `  ${reference}` : ''}`;
    })
    .join('\n');
}
