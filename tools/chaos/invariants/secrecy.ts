import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretsOf } from '../../platform/secrets.js';
import { urlOf, type Installation } from '../../platform/services.js';
import type { Facts, Line } from './facts.js';
import type { Found } from './found.js';

/** Values of the sandbox's marked buyer: in its ledgers and in documents, and nowhere else. */
const MARKERS = ['Kanarya7q4x', 'Saklıgil7q4x', '97440734', 'Gizlibahçe7q4x', 'kanarya.7q4x'];

/** Where the outside world is played, which may know everybody. */
const OUTSIDE = ['sandbox.', 'kafka.', 'registry.', 'postgres.'];

/** I12: no personal data and no secret stands in a log, span, header, cause of a held message or metric. */
export async function checkSecrecy(installation: Installation, facts: Facts): Promise<Found[]> {
  const wanted = [...MARKERS, ...secretsIn(installation)];
  const ofServices = ({ file }: Line): boolean => !OUTSIDE.some((name) => file.startsWith(name));
  const headers = facts.records.map(({ topic, offset, headers: told }) => ({ file: `headers of ${topic} ${offset}`, text: JSON.stringify(told) }));
  const causes = facts.services.flatMap(({ service, held }) => held.map(({ detail, topic }) => ({ file: `held message of ${service} (${topic})`, text: detail ?? '' })));
  const shown = await metricsOf(installation);
  const lines = [...facts.logs.filter(ofServices), ...facts.spanLines.filter(ofServices), ...headers, ...causes, ...shown];
  return lines.flatMap(({ file, text }) => {
    const told = wanted.find((value) => text.includes(value));
    if (told === undefined) return [];
    const what = MARKERS.includes(told) ? `the marker ${told}` : 'a secret of this installation';
    return [{ invariant: 'I12' as const, code: 'secret-told', detail: `${what} stands in ${file}` }];
  });
}

function secretsIn({ folder }: Installation): string[] {
  const keys = JSON.parse(readFileSync(join(folder, 'till-keys.json'), 'utf8')) as { readonly key: string }[];
  return [...Object.values(secretsOf(folder)), ...keys.map(({ key }) => key)];
}

async function metricsOf(installation: Installation): Promise<Line[]> {
  const names = [...installation.databaseUrls.keys()];
  return Promise.all(
    names.map(async (name) => {
      const answer = await fetch(`${urlOf(name, installation)}/metrics`).catch(() => undefined);
      return { file: `metrics of ${name}`, text: answer?.ok ? await answer.text() : '' };
    }),
  );
}
