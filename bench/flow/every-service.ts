/** `--every-service` of a command, as `parseArgs` takes it. */
export const everyServiceOption = { 'every-service': { type: 'boolean', default: false } } as const;

/** The part of a usage that tells of it. */
export const everyServiceUsage =
  '  --every-service       with those services, too, that only follow: shops, partner, bank, console; kept under a name of its own';

/** Which services a run has, for its report. */
export function servicesTold(everyService: boolean): string {
  return `one process a service, ${everyService ? 'all of them, of which those beside the way only follow' : 'those on the way alone'}`;
}

/** The name that a result is kept under: one with every service does not take the place of the other of its day. */
export function resultName(name: string, everyService: boolean): string {
  return everyService ? `${name}-every-service` : name;
}
