import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../stack/refusal.js';

export const usage = `Usage: npm run ops -- <command> [--service <name>] [--url <address>] [--json]

Looks at what services have put aside and at what persons did, and decides about it.

  held list                 [filter] [--limit <n>]        held messages, the latest first
  held causes               [filter]                      how many there are of each cause
  held show <id>                                          one with its content, personal fields masked
  held redrive <id>         --by <name> --reason <text>   lets it run again
  held discard <id>         --by <name> --reason <text>   gives it up for good
  held edit <id>            --by <name> --reason <text>   changes its content and lets it run again:
                            --patch <json> | --value <json> [--seen <sha256>]
  held batch order          [filter] --by <name> --reason <text> --per-second <n> [--dry-run] [--force]
                            [--id <id>]                 that of an order that was not answered: it is taken once
  held batch list
  held batch show <id>
  held batch items <id>     [--state waiting|done|skipped]
  held batch cancel <id>    --by <name> --reason <text>
  outbox list                                             records that the broker refuses, and how many wait behind each
  outbox release <id>       --by <name> --reason <text>   has one sent again, once its cause is gone
  audit list                [--about <id>] [--act <act>] [--by <name>] [--from <instant>] [--to <instant>] [--limit <n>]
  audit verify              [--head <number>:<hash>]      whether anybody has changed the record of what persons did

  filter: --state waiting|dead|handled|discarded --topic --key --cause --type --correlation-id --from --to --dead-to

Lists and audits go to every service unless --service names one; what acts on an id needs it, and so does --head. The key
of the operator is that of the local installation, or OPERATOR_KEY; --url is where the service answers, if not there.`;

export const options = {
  service: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean' },
  state: { type: 'string' },
  topic: { type: 'string' },
  key: { type: 'string' },
  cause: { type: 'string' },
  type: { type: 'string' },
  'correlation-id': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'dead-to': { type: 'string' },
  limit: { type: 'string' },
  about: { type: 'string' },
  act: { type: 'string' },
  by: { type: 'string' },
  reason: { type: 'string' },
  patch: { type: 'string' },
  value: { type: 'string' },
  seen: { type: 'string' },
  'per-second': { type: 'string' },
  'dry-run': { type: 'boolean' },
  force: { type: 'boolean' },
  id: { type: 'string' },
  head: { type: 'string' },
} as const;

/** What was given on the command line. */
export type Given = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** How an answer is shown to a person. */
export type Shape = 'messages' | 'causes' | 'preview' | 'batches' | 'items' | 'stuck' | 'acts' | 'verification' | 'one';

/** One request to the administration of a service, or of each. */
export interface OpsRequest {
  /** Whether every service may be asked. */
  readonly ofAll: boolean;
  readonly path: string;
  /** Of what acts; sent by POST. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly shape: Shape;
}

type Command = (given: Given, id: string) => Omit<OpsRequest, 'ofAll'>;

const HELD = '/admin/held';
const STUCK = '/admin/outbox/stuck';

const ofAll: Readonly<Record<string, Command>> = {
  'held list': (given) => ({ path: `${HELD}${query({ ...filterOf(given), limit: given.limit })}`, shape: 'messages' }),
  'held causes': (given) => ({ path: `${HELD}/causes${query(filterOf(given))}`, shape: 'causes' }),
  'held batch list': ({ limit }) => ({ path: `${HELD}/batches${query({ limit })}`, shape: 'batches' }),
  'outbox list': () => ({ path: STUCK, shape: 'stuck' }),
  'audit list': ({ about, act, by, from, to, limit }) => ({
    path: `/admin/audit${query({ about, act, by, from, to, limit })}`, shape: 'acts',
  }),
  'audit verify': (given) => ({ path: `/admin/audit/verification${query(headOf(given))}`, shape: 'verification' }),
};

const ofOne: Readonly<Record<string, Command>> = {
  'held show': (_, id) => ({ path: `${HELD}/${id}`, shape: 'one' }),
  'held redrive': (given, id) => ({ path: `${HELD}/${id}/redrive`, body: whoOf(given), shape: 'one' }),
  'held discard': (given, id) => ({ path: `${HELD}/${id}/discard`, body: whoOf(given), shape: 'one' }),
  'held edit': (given, id) => ({ path: `${HELD}/${id}/edit`, body: { ...whoOf(given), ...changeOf(given) }, shape: 'one' }),
  'held batch show': (_, id) => ({ path: `${HELD}/batches/${id}`, shape: 'one' }),
  'held batch items': ({ state, limit }, id) => ({ path: `${HELD}/batches/${id}/items${query({ state, limit })}`, shape: 'items' }),
  'held batch cancel': (given, id) => ({ path: `${HELD}/batches/${id}/cancel`, body: whoOf(given), shape: 'one' }),
  'outbox release': (given, id) => ({ path: `${STUCK}/${id}/release`, body: whoOf(given), shape: 'one' }),
};

/** The request that a command stands for. @throws {Refusal} when it is none, or lacks something. */
export function requestOf(words: readonly string[], given: Given): OpsRequest {
  const whole = words.join(' ');
  const listed = ofAll[whole];
  if (listed) return { ofAll: true, ...listed(given, '') };
  if (whole === 'held batch order') return { ofAll: false, ...orderOf(given) };
  const id = words.at(-1) ?? '';
  const command = ofOne[words.slice(0, -1).join(' ')];
  if (!command) throw new Refusal(`unknown-command: ${whole === '' ? 'a command is needed' : whole}\n\n${usage}`);
  return { ofAll: false, ...command(given, encodeURIComponent(id)) };
}

function orderOf(given: Given): Omit<OpsRequest, 'ofAll'> {
  const { id = uuidv7(), force = false, 'dry-run': dryRun = false } = given;
  const filter = Object.fromEntries(Object.entries(filterOf(given)).filter(([, value]) => value !== undefined));
  const body = { id, ...whoOf(given), filter, perSecond: Number(needed(given, 'per-second')), force, dryRun };
  return { path: `${HELD}/batches`, body, shape: dryRun ? 'preview' : 'one' };
}

function filterOf({ state, topic, key, cause, type, 'correlation-id': correlationId, from, to, 'dead-to': deadTo }: Given) {
  return { state, topic, key, cause, type, correlationId, heldFrom: from, heldTo: to, deadTo };
}

function whoOf(given: Given): { readonly by: string; readonly reason: string } {
  return { by: needed(given, 'by'), reason: needed(given, 'reason') };
}

function changeOf({ patch, value, seen }: Given): Readonly<Record<string, unknown>> {
  if ((patch === undefined) === (value === undefined)) throw new Refusal('option-missing: either --patch or --value');
  const change = patch === undefined ? { value: json('value', value!) } : { mergePatch: json('patch', patch) };
  return { ...change, ...(seen !== undefined && { seen }) };
}

/** The head of one service is in no other's chain: there it would be told as cut off. */
function headOf({ head, service, url }: Given): Readonly<Record<string, string | undefined>> {
  if (head === undefined) return {};
  if (service === undefined && url === undefined) {
    throw new Refusal('option-missing: --service or --url, whose log it is that --head was kept of');
  }
  const [seq, hash] = head.split(':');
  return { seq, hash };
}

function needed(given: Given, name: 'by' | 'reason' | 'per-second'): string {
  const value = given[name];
  if (value === undefined) throw new Refusal(`option-missing: --${name}`);
  return value;
}

function json(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(`invalid-json: --${option}`);
  }
}

function query(values: Readonly<Record<string, string | undefined>>): string {
  const told = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return told.length === 0 ? '' : `?${new URLSearchParams(told)}`;
}
