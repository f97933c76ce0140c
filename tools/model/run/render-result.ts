import type { RunResult } from './run-model.js';

/** A run as text: what was found, and what had happened. */
export function renderResult({ seed, findings, trace, lastedMs, crashes }: RunResult): string {
  const head = `seed ${seed}: ${findings.length} findings, ${crashes} crashes, ${(lastedMs / 1_000).toFixed(1)} s, trace ${trace.digest().slice(0, 16)}`;
  const told = findings.map(({ invariant, code, detail }) => `  ${invariant} ${code}: ${detail}`);
  return [head, ...told, trace.render()].join('\n');
}
