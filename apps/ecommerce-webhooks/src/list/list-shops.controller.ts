import { Transactions } from '@kervan/messaging';
import { Answers, Operator } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Shop, ShopsFile } from '../shop/shops.file.js';
import { isLive } from '../shop/signing-key.js';
import { shopsList } from './list-answers.js';

interface ListedShop {
  readonly code: string;
  readonly name: string;
  readonly provider: string;
  readonly company: string;
  readonly mode: string;
  readonly webSite: string;
  /** By their names; a secret that is not live now signs nothing. */
  readonly secrets: readonly { readonly name: string; readonly live: boolean }[];
  readonly lastDeliveryAt: Date | null;
  /** Deliveries that wait for a person. */
  readonly quarantined: number;
}

interface Seen {
  readonly shop: string;
  readonly lastDeliveryAt: Date | null;
  readonly quarantined: number;
}

/** `GET /v1/shops`: the shops with the names of their secrets, when each was last heard of, and what waits there. */
@ApiTags('shops')
@Controller('v1/shops')
@Operator()
export class ListShopsController {
  constructor(
    private readonly shops: ShopsFile,
    private readonly transactions: Transactions,
  ) {}

  @Get()
  @Answers(200, 'Every shop that has a profile.', shopsList)
  async list(): Promise<{ readonly items: readonly ListedShop[] }> {
    const shops = this.shops.all();
    const seen = await this.transactions.run((db) =>
      db.query<Seen>(
        `SELECT shop,
           (SELECT max(received_at) FROM webhook_delivery told WHERE told.shop = asked.shop) AS "lastDeliveryAt",
           (SELECT count(*)::integer FROM quarantined_delivery waiting
            WHERE waiting.shop = asked.shop AND state = 'open') AS quarantined
         FROM unnest($1::text[]) AS asked (shop)`,
        [shops.map(({ profile }) => profile.code)],
      ),
    );
    const byShop = new Map(seen.map((each) => [each.shop, each]));
    return { items: shops.map((shop) => listed(shop, byShop.get(shop.profile.code))) };
  }
}

function listed({ profile, keys }: Shop, seen: Seen | undefined): ListedShop {
  const { code, name, provider, company, mode, webSite } = profile;
  const now = Date.now();
  return {
    code,
    name,
    provider,
    company,
    mode,
    webSite,
    secrets: keys.map((key) => ({ name: key.name, live: isLive(key, now) })),
    lastDeliveryAt: seen?.lastDeliveryAt ?? null,
    quarantined: seen?.quarantined ?? 0,
  };
}
