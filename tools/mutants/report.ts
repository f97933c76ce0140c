import type { Outcome } from './run-mutant.js';

/** An outcome with the commit of the system that it is of. */
export interface ToldOutcome extends Outcome {
  readonly commit: string;
}

/** When a run was, on what, and with which seed. */
export interface RunFacts {
  readonly at: Date;
  readonly commit: string;
  readonly seed: number;
}

/** Whether the outcome is as it should be: a mutant is caught by its invariant, the system as it is has no finding. */
export function isAsItShould({ mutant, findings }: Outcome): boolean {
  if (!mutant) return findings.length === 0;
  const { caughtBy, finding } = mutant;
  return findings.some(({ invariant, code }) => invariant === caughtBy && (finding === undefined || finding === code));
}

/** One line for whoever looks on. */
export function lineOf(outcome: Outcome): string {
  const { mutant, findings, seconds } = outcome;
  const verdict = isAsItShould(outcome) ? (mutant ? 'caught' : 'sound') : mutant ? 'NOT CAUGHT' : 'NOT SOUND';
  return `${mutant?.name ?? 'no mutant'}: ${verdict} (${told(outcome) || 'nothing found'}; ${findings.length} findings, ${seconds} s)`;
}

/** The page of a run. */
export function renderReport(outcomes: readonly ToldOutcome[], { at, seed }: RunFacts): string {
  const mutants = outcomes.filter(({ mutant }) => mutant);
  const caught = mutants.filter(isAsItShould).length;
  const rows = outcomes.map((outcome) => {
    const { mutant, seconds, commit } = outcome;
    const [name, does] = mutant ? [mutant.name, `${mutant.service} ${mutant.does}`] : ['none', 'the system as it is; held messages run again, topics replayed'];
    return `| ${name} | ${does} | ${mutant?.caughtBy ?? 'none'} | ${isAsItShould(outcome) ? 'yes' : '**no**'} | ${told(outcome) || 'none'} | ${seconds} | ${commit} |`;
  });
  return [
    '# Mutants of the system, and whether the checker catches them',
    '',
    `As \`npm run mutants\` printed it: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, seed ${seed}.`,
    `${caught} of ${mutants.length} mutants are caught by the invariant that should.`,
    '',
    '| mutant | what it does | should break | caught | findings by invariant | s | commit |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** How often each invariant was found broken, the one that should be first. */
function told({ mutant, findings }: Outcome): string {
  const counts = Map.groupBy(findings, ({ invariant }) => invariant);
  const order = [...counts.keys()].toSorted((one, other) => Number(other === mutant?.caughtBy) - Number(one === mutant?.caughtBy));
  return order
    .map((invariant) => {
      const found = counts.get(invariant) ?? [];
      return `${invariant} × ${found.length} (${[...new Set(found.map(({ code }) => code))].slice(0, 2).join(', ')})`;
    })
    .join('; ');
}
