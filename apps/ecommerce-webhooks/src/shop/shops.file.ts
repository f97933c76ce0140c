import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lifecycle } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import { keyOf, type SigningKey } from './signing-key.js';
import { parseShops, type ShopProfile } from './shop-profile.js';

const LOOK_EVERY_MS = 2_000;

/** A shop with what its deliveries are signed with. */
export interface Shop {
  readonly profile: ShopProfile;
  readonly keys: readonly SigningKey[];
}

/**
 * The shops and their secrets, read from files and again whenever one of them changes, so that a mapping is mended and
 * a secret rotated without a restart. No two shops have a secret in common.
 *
 * Files that become unreadable or invalid are reported, and what was read before stays in force: a delivery is never
 * taken without a secret.
 */
export class ShopsFile {
  private readonly logger = new Logger(ShopsFile.name);
  private shops: ReadonlyMap<string, Shop>;
  private content: string;
  private complaint?: string;
  private timer?: NodeJS.Timeout;

  /** @throws when a file cannot be read at the start. */
  constructor(
    private readonly shopsFile: string,
    private readonly secretsDir: string,
    lifecycle: Lifecycle,
    lookEveryMs = LOOK_EVERY_MS,
  ) {
    this.content = this.read();
    this.shops = shopsOf(this.content);
    lifecycle.onStart('workers', 'shops', () => {
      this.timer = setInterval(() => this.reload(), lookEveryMs).unref();
    });
    lifecycle.onStop('workers', 'shops', () => clearInterval(this.timer));
  }

  /** The shop of that code, if there is one. */
  find(code: string): Shop | undefined {
    return this.shops.get(code);
  }

  all(): readonly Shop[] {
    return [...this.shops.values()];
  }

  /** Reads the files again. Never throws. */
  reload(): void {
    try {
      const content = this.read();
      const shops = content === this.content ? this.shops : shopsOf(content);
      delete this.complaint;
      if (shops === this.shops) return;
      this.shops = shops;
      this.content = content;
      this.logger.log({ msg: 'the shops were read again', shops: [...this.shops.keys()] });
    } catch (error) {
      this.complain(error);
    }
  }

  /** Tells what is wrong once, however often it is seen. */
  private complain(error: unknown): void {
    const complaint = String(error);
    if (complaint === this.complaint) return;
    this.complaint = complaint;
    this.logger.error({ msg: 'the shops could not be read again; those read before stay in force', err: error });
  }

  /** Everything that the shops follow from, as one text. */
  private read(): string {
    const profiles = parseShops(readFileSync(this.shopsFile, 'utf8'));
    const names = [...new Set(profiles.flatMap(({ secrets }) => secrets.map(({ name }) => name)))];
    const secrets = names.map((name) => [name, readFileSync(join(this.secretsDir, name), 'utf8').trim()]);
    return JSON.stringify({ profiles, secrets });
  }
}

function shopsOf(content: string): ReadonlyMap<string, Shop> {
  const { profiles, secrets } = JSON.parse(content) as {
    readonly profiles: readonly ShopProfile[];
    readonly secrets: readonly [string, string][];
  };
  const texts = new Map(secrets);
  const shops = profiles.map((profile): [string, Shop] => {
    const keys = profile.secrets.map((period) => keyOf(profile.provider, period, texts.get(period.name) ?? ''));
    return [profile.code, { profile, keys }];
  });
  checkOwnKeys(shops.map(([, shop]) => shop));
  return new Map(shops);
}

/** A delivery to one shop would pass as the other's, and place its order a second time. */
function checkOwnKeys(shops: readonly Shop[]): void {
  const owners = new Map<string, string>();
  for (const { profile, keys } of shops) {
    for (const { name, bytes } of keys) {
      const owner = owners.get(bytes.toString('hex')) ?? profile.code;
      if (owner !== profile.code) throw new Error(`the secret ${name} of ${profile.code} is also one of ${owner}`);
      owners.set(bytes.toString('hex'), owner);
    }
  }
}
