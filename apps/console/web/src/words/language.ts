/**
 * Every word that the pages show is in this folder, in English, by page and subject: another language is another folder
 * of the same shape.
 */

/** How numbers, times and lists are written. */
export const locale = 'en-GB';

/** A number of things, by name. */
export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString(locale)} ${count === 1 ? one : many}`;
