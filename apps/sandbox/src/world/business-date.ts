const istanbul = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Istanbul' });

/** The calendar date (YYYY-MM-DD) of an instant in Turkey. */
export function businessDateOf(instant: Date): string {
  return istanbul.format(instant);
}
