import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProblemKind } from '@kervan/service-host';

/** A problem with the project that defines it. */
export interface CataloguedProblem extends ProblemKind {
  readonly code: string;
  readonly project: string;
}

/**
 * Every problem that a `*.problems.ts` of a lib or app defines, by code.
 *
 * @throws when a code is defined twice.
 */
export async function errorCatalogue(root: string): Promise<CataloguedProblem[]> {
  const files = globSync('{libs,apps}/*/src/**/*.problems.ts', { cwd: root }).sort();
  const problems: CataloguedProblem[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const [code, kind] of Object.values(module).flatMap(kindsOf)) {
      problems.push({ ...kind, code, project: file.split('/')[1]! });
    }
  }
  return problems.sort((one, other) => (one.code < other.code ? -1 : 1));
}

function kindsOf(exported: unknown): [string, ProblemKind][] {
  if (typeof exported !== 'function' || !('kinds' in exported)) return [];
  return Object.entries(exported.kinds as Readonly<Record<string, ProblemKind>>);
}

const recordedAs = {
  nothing: 'Nothing was recorded.',
  earlier: 'An earlier request was recorded; this one changed nothing.',
  unknown: 'It may or may not have been recorded.',
} as const;

/** The error catalogue as a page of documentation. */
export function catalogueText(problems: readonly CataloguedProblem[]): string {
  const entries = problems.map(
    ({ code, project, status, title, recorded, retryable, whatToDo }) => `## ${code}

${status} · ${title}. (${project})

${recordedAs[recorded]} ${retryable ? 'The same request may succeed later.' : 'The same request fails again.'}

${whatToDo}
`,
  );
  return `# Error catalogue

<!-- Generated from the *.problems.ts of libs and apps by \`npm run problems:generate\`. Change those, not this file. -->

Every answer of Kervan's HTTP APIs that is not a success is an RFC 9457 problem (\`application/problem+json\`). Its \`code\`
is stable and listed here; \`type\` leads to the same text on the service itself, under \`/problems/<code>\`. \`errors[]\`
holds at most 20 findings, each with an RFC 6901 \`pointer\` into the body or the name of a query \`parameter\`; \`recorded\`
tells whether the request left something behind (\`nothing\`, \`earlier\`, \`unknown\`); \`correlationId\` leads to its log
lines, as does \`traceId\`, which names the trace of a request that is traced.

${entries.join('\n')}`;
}
