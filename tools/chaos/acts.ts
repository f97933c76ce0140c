/**
 * What was done, shortly: acts that differ in nothing but their numbers are told once, with how often; in the order of the
 * first of each.
 */
export function groupsOf(acts: readonly string[]): string[] {
  return [...Map.groupBy(acts, withoutNumbers).values()].map((alike) => {
    const [first = '', ...others] = alike;
    return others.length === 0 ? first : `${commonTo(first, others)}, ${alike.length} times`;
  });
}

function withoutNumbers(act: string): string {
  return act.replace(/\d+(?:\.\d+)?/g, '…');
}

/** A number stays where all of them have the same. */
function commonTo(first: string, others: readonly string[]): string {
  const numbersOf = (act: string): string[] => act.match(/\d+(?:\.\d+)?/g) ?? [];
  const all = others.map(numbersOf);
  let at = -1;
  return first.replace(/\d+(?:\.\d+)?/g, (number) => {
    at += 1;
    return all.every((numbers) => numbers[at] === number) ? number : '…';
  });
}
