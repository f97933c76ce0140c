/**
 * A number or a search for one, so that those which people take for the same are the same: without case, accents and
 * blanks, and with one i for the four of Turkish (I, ı, İ, i).
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\s]/gu, '')
    .replace(/[Iı]/g, 'i')
    .toLowerCase();
}
