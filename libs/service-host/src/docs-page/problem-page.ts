import type { ProblemKind } from '../problem/problem.js';

const recordedAs = {
  nothing: 'Nothing was recorded.',
  earlier: 'An earlier request was recorded; this one changed nothing.',
  unknown: 'It may or may not have been recorded.',
} as const;

/** What the catalogue says of each problem, as an HTML page without scripts or outside resources. */
export function problemPage(kinds: Iterable<readonly [string, ProblemKind]>): string {
  const sections = [...kinds].map(
    ([code, kind]) => `<section id="${code}"><h2><code>${code}</code> (${kind.status})</h2><p>${kind.title}.</p>
<p>${recordedAs[kind.recorded]} ${kind.retryable ? 'The same request may succeed later.' : ''}</p>
<p>${kind.whatToDo}</p></section>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Problems</title>
<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}</style>
<h1>Problems</h1>${sections.join('\n')}</html>`;
}
