/** Java opens a path with other characters than ASCII only where the locale has them. */
export const UTF_8_PATHS = { LC_ALL: 'C.UTF-8' };

/** The text of a properties file as Java reads it from a stream: Latin-1, with anything else escaped (java.util.Properties, load). */
export function javaProperties(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${escaped(String(value))}\n`)
    .join('');
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
