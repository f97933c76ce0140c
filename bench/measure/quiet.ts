/** A round with more of the machine's time than this gone to strangers is not counted. */
export const MOST_STRANGERS = 0.1;

/** The rounds that count; all of them where none does, which the report then says. */
export function countedRounds<R extends { readonly counts: boolean }>(rounds: readonly R[]): readonly R[] {
  const counted = rounds.filter(({ counts }) => counts);
  return counted.length > 0 ? counted : rounds;
}

/** What is to be said of rounds that were disturbed. */
export function remarkOn(rounds: readonly { readonly counts: boolean }[]): string {
  const disturbed = rounds.filter(({ counts }) => !counts).length;
  const counted = `${rounds.length - disturbed} of ${rounds.length} rounds counted.`;
  if (disturbed === 0) return `${counted} Nobody disturbed them.`;
  const others = `strangers took more than ${MOST_STRANGERS * 100} % of the machine`;
  return disturbed === rounds.length ? `${counted} **In all of them ${others}: the rates say little.**` : `${counted} In the others ${others}.`;
}
