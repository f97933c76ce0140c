import { join } from 'node:path';
import { startPlatform, type Platform } from '@kervan/tools/platform/platform';
import type { Installation } from '@kervan/tools/platform/services';
import { testFolder } from '@kervan/tools/test/test-stack';
import { Lines, objectsIn } from './lines.js';
import { Operator } from './operator.js';
import { Outside } from './outside.js';
import { borrowPlatform, endSharedPlatform } from './platforms.js';
import { testPlan } from './test-platform.js';
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
  readonly installation: Installation;
  readonly tills: Tills;
  readonly outside: Outside;
  readonly operator: Operator;
  readonly openedAt: Date;
  /** What the processes have logged since this world was opened. */
  readonly logs: Lines;
  /** The spans that were written since this world was opened. */
  readonly spans: Lines;
  /** Stops every process: only who started them must, and who looks at what they write up to their end. */
  close(): Promise<void>;
}

/** A world whose processes serve one test file alone, which may kill them and closes it at its end. */
export interface OwnWorld extends World {
  readonly processes: Platform['processes'];
}

/** Opens the installation that test files share. State is that of the whole test run. */
export async function openWorld(): Promise<World> {
  return worldOf(async () => ({ installation: await borrowPlatform(), close: endSharedPlatform }));
}

/** Starts every service and the sandbox, in about 15 s, with the environment as it is now. State is that of the whole test run. */
export async function openOwnWorld(): Promise<OwnWorld> {
  await endSharedPlatform(); // what it writes at its end is no part of this world
  return worldOf(async () => {
    const { installation, processes, stop } = await startPlatform(await testPlan());
    return { installation, processes, close: stop };
  });
}

async function worldOf<P extends Pick<World, 'installation' | 'close'>>(open: () => Promise<P>): Promise<P & World> {
  const openedAt = new Date();
  const logs = new Lines(join(testFolder, 'platform', 'logs'));
  const spans = new Lines(join(testFolder, 'platform', 'spans'));
  const opened = await open();
  const { installation } = opened;
  return {
    ...opened,
    tills: new Tills(installation),
    outside: new Outside(installation),
    operator: new Operator(installation),
    openedAt,
    logs,
    spans,
  };
}

/** The log lines at level error or above, each as text; a healthy run has none. */
export function errorsIn(logs: Lines): string[] {
  return logs.all().filter(({ text }) => objectsIn<LogLine>([{ text }]).some(({ level }) => ['error', 'fatal'].includes(level))).map(({ text }) => text);
}
