import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { KnownInstallation } from '../inspect/installation.js';
import { urlOf } from '../platform/services.js';
import { Refusal } from '../stack/refusal.js';
import { controlReferenceOf, readControl } from './control.js';
import type { Sent } from './sent.js';

const PARTNER = 'marketim';
const LOOK_MS = 200;
/** How long the gateway may take to work a file off, and how long its answer may take after that. */
const WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 15_000;

type Folder = 'inbox' | 'outbox' | 'accepted' | 'rejected';

/**
 * Drops an interchange into the partner's inbox, under a temporary name first, and waits for what becomes of it: why it
 * was rejected, or the CONTRL that answers it.
 *
 * @throws {Refusal} where the gateway has not taken it after a minute.
 */
export async function sendInterchange(name: string, content: Buffer, installation: KnownInstallation): Promise<Sent> {
  await fetch(`${urlOf('edi-gateway', installation)}/health/live`);
  const folder = (which: Folder): string => join(installation.folder, 'edi', PARTNER, which);
  const before = new Set(filesIn(folder('outbox')).map(({ key }) => key));
  const file = `send-${Date.now()}-${name.replace(/[^\w.-]/g, '_').slice(-60)}`;
  drop(folder('inbox'), file, content);
  const end = await until(WITHIN_MS, () => endOf(file, folder));
  if (!end) throw new Refusal(`The gateway has not taken ${join(folder('inbox'), file)} within a minute.`);
  const reference = controlReferenceOf(content);
  const isAnswer = (answers: string | undefined): boolean => reference === undefined || answers === reference;
  const answer = await until(end.refused ? LOOK_MS * 10 : ANSWER_WITHIN_MS, () => {
    const fresh = filesIn(folder('outbox')).filter(({ key }) => !before.has(key));
    return fresh.map(({ path }) => readControl(readFileSync(path))).find(({ answers }) => isAnswer(answers));
  });
  return {
    refused: end.refused || answer?.refuses === true,
    text: [...end.lines, answer ? `CONTRL:\n${answer.text}` : 'No CONTRL came for it.'].join('\n'),
  };
}

interface End {
  readonly refused: boolean;
  readonly lines: readonly string[];
}

/** Where the gateway has put a file, with the problem that it found. */
function endOf(file: string, folder: (which: Folder) => string): End | undefined {
  for (const which of ['rejected', 'accepted'] as const) {
    if (!existsSync(join(folder(which), file))) continue;
    const problem = join(folder(which), `${file}.error.json`);
    const found = existsSync(problem) ? [readFileSync(problem, 'utf8').trim()] : [];
    const refused = which === 'rejected';
    return { refused, lines: [`${refused ? 'Rejected' : 'Accepted'}: ${join(folder(which), file)}`, ...found] };
  }
  return undefined;
}

function drop(inbox: string, file: string, content: Buffer): void {
  mkdirSync(inbox, { recursive: true });
  const unfinished = join(inbox, `.${file}.part`);
  writeFileSync(unfinished, content);
  renameSync(unfinished, join(inbox, file));
}

/** The files of a folder, each with a key that a file written again under its name does not have. */
function filesIn(directory: string): { readonly path: string; readonly key: string }[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => !name.startsWith('.'));
  return names.map((name) => {
    const path = join(directory, name);
    return { path, key: `${name} ${statSync(path).mtimeMs}` };
  });
}

/** Looks until there is something, or the time is over. */
async function until<Found>(withinMs: number, look: () => Found | undefined): Promise<Found | undefined> {
  for (let waited = 0; waited <= withinMs; waited += LOOK_MS) {
    const found = look();
    if (found !== undefined) return found;
    await pause(LOOK_MS);
  }
  return undefined;
}
