import { join } from 'node:path';
import type { Platform } from '@kervan/tools/platform/platform';
import { testFolder } from '@kervan/tools/test/test-stack';
import { Lines, objectsIn } from './lines.js';
import { Operator } from './operator.js';
import { Outside } from './outside.js';
import { startTestPlatform } from './test-platform.js';
import { Tills } from './tills.js';

/** A log line of a service. */
export interface LogLine {
  readonly level: string;
  readonly service: string;
  readonly msg?: string;
  readonly correlationId?: string;
}

/** A running installation, and everyone who deals with it. */
export interface World {
  readonly platform: Platform;
  readonly tills: Tills;
  readonly outside: Outside;
  readonly operator: Operator;
  /** What the processes have logged since this world was opened. */
  readonly logs: Lines;
  /** The spans that have ended since this world was opened. */
  readonly spans: Lines;
  close(): Promise<void>;
}

/** Starts every service and the sandbox, in about 15 s. State is that of the whole test run; close it after the file. */
export async function openWorld(): Promise<World> {
  const logs = new Lines(join(testFolder, 'platform', 'logs'));
  const spans = new Lines(join(testFolder, 'platform', 'spans'));
  const platform = await startTestPlatform();
  const { installation } = platform;
  return {
    platform,
    tills: new Tills(installation),
    outside: new Outside(installation),
    operator: new Operator(installation),
    logs,
    spans,
    close: () => platform.stop(),
  };
}

/** The log lines at level error or above, each as text; a healthy run has none. */
export function errorsIn(logs: Lines): string[] {
  return logs.all().filter(({ text }) => objectsIn<LogLine>([{ text }]).some(({ level }) => ['error', 'fatal'].includes(level))).map(({ text }) => text);
}
