import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shape } from './shape.js';

/** What of a service's database has been released: no migration of it changes any more. */
export interface Released {
  /** The version whose migrations these are. */
  readonly release: string;
  /** Their names, in order. */
  readonly migrations: readonly string[];
  /** What they make of an empty database. */
  readonly shape: Shape;
  /** The tables whose rows its service may only add; undefined in 0.1.0, which did not note them. */
  readonly appendOnly?: readonly string[];
}

/** One file a service, made by `npm run migrations:release`. */
const folder = join(import.meta.dirname, 'released');

/** @returns undefined for a service that was in no release. */
export function releasedOf(service: string): Released | undefined {
  const file = fileOf(service);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Released) : undefined;
}

export function writeReleased(service: string, released: Released): void {
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(released, null, 2).replaceAll(/\{\s+("type": [^{}]*?)\s+\}/g, (_, column: string) => `{ ${column.replaceAll(/\s*\n\s*/g, ' ')} }`);
  writeFileSync(fileOf(service), `${text}\n`); // a column a line
}

function fileOf(service: string): string {
  return join(folder, `${service}.json`);
}
