import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesIn, type Line } from '../../inspect/written-lines.js';
import type { Ledgers, Rung } from '../../judge/ledger-lines.js';
import { secretsOf } from '../../platform/secrets.js';
import { shopSecretsIn } from '../../platform/shop-secrets.js';
import { urlOf, type Installation, type ServiceName } from '../../platform/services.js';
import type { Facts } from './facts.js';
import type { Found } from './found.js';

/** Values of the sandbox's marked buyer: in its ledgers and in documents, and nowhere else. */
const MARKERS = ['Kanarya7q4x', 'Saklıgil7q4x', '9744073417', 'Gizlibahçe7q4x', 'kanarya.7q4x'];

/** Where the outside world is played, which may know everybody. */
const OUTSIDE = ['sandbox.', 'kafka.', 'registry.', 'postgres.'];

/** What a secret of Standard Webhooks is written with, and is none of it. */
const SECRET_PREFIX = /^whsec_/;

interface BranchKey {
  readonly branch: string;
  readonly key: string;
}

/** What was found, and what could not be looked at, a sentence each. */
export interface Secrecy {
  readonly findings: readonly Found[];
  readonly unseen: readonly string[];
}

/**
 * I12: no personal data and no secret stands in a log, span, header, kept request or answer, cause of a held message, act
 * of a person, metric, or in the answer to a bad request about the marked buyer.
 */
export async function checkSecrecy(
  installation: Installation,
  facts: Facts,
  { tills }: Pick<Ledgers, 'tills'>,
): Promise<Secrecy> {
  const wanted = [...MARKERS, ...secretsIn(installation)];
  const ofServices = ({ file }: Line): boolean => !OUTSIDE.some((name) => file.startsWith(name));
  const headers = facts.records.map(({ topic, offset, headers: told }) => ({ file: `headers of ${topic} ${offset}`, text: JSON.stringify(told) }));
  const causes = facts.services.flatMap(({ service, held }) => held.map(({ detail, topic }) => ({ file: `held message of ${service} (${topic})`, text: detail ?? '' })));
  const kept = facts.services.flatMap(({ service, kept: texts }) => texts.map((text) => ({ file: `what ${service} keeps of calls and acts`, text })));
  const metrics = await metricsOf(installation);
  const sale = markedSale(tills);
  const shown = [...metrics.lines, ...(await refusalOf(installation, sale))];
  const findings = [...facts.logs.filter(ofServices), ...headers, ...causes, ...kept, ...shown].flatMap((line) => toldIn(line, wanted));
  for await (const line of linesIn(join(installation.folder, 'spans'))) {
    if (ofServices(line)) findings.push(...toldIn(line, wanted));
  }
  const unseen = metrics.silent.map((name) => `metrics of ${name}: it did not tell them`);
  return { findings, unseen: sale ? unseen : [...unseen, 'error bodies: the marked buyer has bought nothing'] };
}

function toldIn({ file, text }: Line, wanted: readonly string[]): Found[] {
  const told = wanted.find((value) => text.includes(value));
  if (told === undefined) return [];
  const what = MARKERS.includes(told) ? `the marker ${told}` : 'a secret of this installation';
  return [{ invariant: 'I12', code: 'secret-told', detail: `${what} stands in ${file}` }];
}

/** A sale of the marked buyer, if there was one: with it the answers to bad requests can be looked into. */
function markedSale(tills: Ledgers['tills']): Rung | undefined {
  return tills.find((line): line is Rung => line.kind === 'rung' && JSON.stringify(line).includes(MARKERS[0] ?? ''));
}

/** Every secret of an installation: its own, the keys of its tills, and what its shops sign with. */
export function secretsIn({ folder }: Pick<Installation, 'folder'>): string[] {
  const shops = shopSecretsIn(folder);
  const signing = readdirSync(shops).map((name) => readFileSync(join(shops, name), 'utf8').replace(SECRET_PREFIX, ''));
  return [...Object.values(secretsOf(folder)), ...keysIn(folder).map(({ key }) => key), ...signing];
}

function keysIn(folder: string): BranchKey[] {
  return JSON.parse(readFileSync(join(folder, 'till-keys.json'), 'utf8')) as BranchKey[];
}

/** What a till is answered that sends a sale of the marked buyer whose sums are wrong; nothing is left of it. */
async function refusalOf(installation: Installation, sale: Rung | undefined): Promise<Line[]> {
  const { branch = '' } = (sale?.body ?? {}) as { readonly branch?: string };
  const key = keysIn(installation.folder).find((one) => one.branch === branch)?.key;
  if (!sale || key === undefined) return [];
  const body = JSON.stringify({ ...sale.body, totals: { ...sale.body.totals, gross: '0.01' } });
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'X-Correlation-Id': randomUUID() };
  const answer = await fetch(`${urlOf('pos-ingest', installation)}/v1/sales`, { method: 'POST', headers, body });
  return [{ file: `the answer ${answer.status} to a bad sale`, text: `${await answer.text()} ${JSON.stringify([...answer.headers])}` }];
}

/** The metrics of every service, and who has not told them. */
export async function metricsOf(
  installation: Pick<Installation, 'ports' | 'databaseUrls'>,
  ask: (url: string) => Promise<Pick<Response, 'ok' | 'text'>> = fetch,
): Promise<{ readonly lines: readonly Line[]; readonly silent: readonly ServiceName[] }> {
  const told = await Promise.all(
    [...installation.databaseUrls.keys()].map(async (name) => {
      const answer = await ask(`${urlOf(name, installation)}/metrics`).catch(() => undefined);
      const text = answer?.ok ? await answer.text().catch(() => '') : '';
      return { name, file: `metrics of ${name}`, text };
    }),
  );
  return { lines: told, silent: told.filter(({ text }) => text === '').map(({ name }) => name) };
}
