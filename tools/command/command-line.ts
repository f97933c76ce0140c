import { parseArgs, type ParseArgsConfig } from 'node:util';

/** How a command is called, and what it accepts. */
export interface CommandLine<Config extends ParseArgsConfig> {
  /** `Usage: …` and a sentence on what the command does. */
  readonly usage: string;
  readonly accepts?: Config;
}

type Parsed<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>;

/**
 * Reads the arguments of this process, strictly.
 *
 * `--help` prints the usage and ends the process with 0; an argument that the command does not accept, with 2.
 */
export function readCommandLine<const Config extends ParseArgsConfig>({ usage, accepts }: CommandLine<Config>): Parsed<Config> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ ...accepts, args, strict: true } as unknown as Config) as Parsed<Config>;
  } catch (error) {
    return refuseCommandLine(usage, error instanceof Error ? `${error.message.split('. ')[0]}.` : 'The arguments cannot be read.');
  }
}

/** Ends the process with 2, after one sentence on what is wrong and the usage. */
export function refuseCommandLine(usage: string, sentence: string): never {
  console.error(`${sentence}\n\n${usage}`);
  process.exit(2);
}
