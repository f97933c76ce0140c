import { readFileSync, statSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { InvalidSettings } from './invalid-settings.js';
import type { Environment } from './service-config.js';

/** A password, key or token whose value may change while the service runs. */
export interface Secret {
  /** The value as of now; the same string until it changes. Asked for at every use, never kept. */
  current(): string;
}

/** Says in words what is wrong with a value, without the value; `undefined` when nothing is. */
export type SecretCheck = (value: string) => string | undefined;

/**
 * A secret from the setting NAME, or from the file that NAME_FILE names.
 *
 * The file is read again when it was changed or replaced, also behind a link, as Kubernetes swaps a mounted Secret;
 * line ends after the value do not count. A file that later is gone, empty or fails the check leaves the last good value in
 * force, and is told in the log, once.
 *
 * @throws {InvalidSettings} when there is neither or both, or when the value is empty or fails the check.
 */
export function secretOf(env: Environment, name: string, check?: SecretCheck): Secret {
  const secret = optionalSecretOf(env, name, check);
  if (secret) return secret;
  throw new InvalidSettings([`${name}: is missing; set it, or ${name}_FILE`]);
}

/** As {@link secretOf}, but `undefined` when neither setting is there. */
export function optionalSecretOf(
  env: Environment,
  name: string,
  check: SecretCheck = () => undefined,
): Secret | undefined {
  const [value, file] = [env[name], env[`${name}_FILE`]];
  if (value !== undefined && file !== undefined) {
    throw new InvalidSettings([`${name}: is set twice, by itself and by ${name}_FILE`]);
  }
  if (file !== undefined) return new FileSecret(`${name}_FILE`, file, check);
  if (value === undefined) return undefined;
  const wrong = value === '' ? 'is empty' : check(value);
  if (wrong !== undefined) throw new InvalidSettings([`${name}: ${wrong}`]);
  return fixedSecret(value);
}

/** As {@link secretOf} for a setting that itself names a file, such as that of a certificate; may be left out. */
export function fileOf(env: Environment, name: string, check: SecretCheck): Secret | undefined {
  const file = env[name];
  return file === undefined ? undefined : new FileSecret(name, file, check);
}

/** A secret that never changes. */
export function fixedSecret(value: string): Secret {
  return { current: () => value };
}

class FileSecret implements Secret {
  private readonly logger = new Logger('settings');
  private good: string;
  private seen: string;
  private told?: string;

  constructor(
    private readonly setting: string,
    private readonly file: string,
    private readonly check: SecretCheck,
  ) {
    try {
      this.seen = this.state();
      this.good = this.checked(this.read());
    } catch (error) {
      throw new InvalidSettings([`${setting}: ${reasonOf(error)}`]);
    }
  }

  current(): string {
    try {
      const state = this.state();
      if (state !== this.seen) this.readAgain(state);
    } catch (error) {
      this.tell(reasonOf(error));
    }
    return this.good;
  }

  /** A file that does not do is looked at again only once it has changed; one that could not be read, at the next use. */
  private readAgain(state: string): void {
    const value = this.read();
    this.seen = state;
    this.good = this.checked(value);
    this.told = undefined;
    this.logger.log({ msg: 'the file of a setting was read again', setting: this.setting });
  }

  /** Differs after every change of the file, and after every change of what a link on its path leads to. */
  private state(): string {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(this.file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  }

  private read(): string {
    return readFileSync(this.file, 'utf8').replace(/[\r\n]+$/, '');
  }

  private checked(value: string): string {
    const wrong = value === '' ? 'names an empty file' : this.check(value);
    if (wrong !== undefined) throw new Unusable(wrong);
    return value;
  }

  private tell(reason: string): void {
    if (this.told === reason) return;
    this.told = reason;
    this.logger.error({ msg: 'the file of a setting cannot be used', setting: this.setting, reason });
  }
}

class Unusable extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof Unusable) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return `names a file that cannot be read (${code})`;
}
