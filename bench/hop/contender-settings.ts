import type { HopTopics } from './hop-topics.js';

/** What the process of a contender is told. */
export interface ContenderSettings extends HopTopics {
  /** Its name, and that of its group. */
  readonly service: string;
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly registryUrl: string;
  /** Ids of the registered schemas, by full name. */
  readonly schemaIds: Readonly<Record<string, number>>;
  readonly partitionsAtOnce: number;
}

const NAME = 'HOP_SETTINGS';

/** As the environment of a process. */
export function settingsAsEnvironment(settings: ContenderSettings): Readonly<Record<string, string>> {
  return { [NAME]: JSON.stringify(settings) };
}

/** Of this process. */
export function contenderSettings(): ContenderSettings {
  return JSON.parse(process.env[NAME] ?? '') as ContenderSettings;
}
