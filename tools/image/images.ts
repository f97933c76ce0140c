import { join } from 'node:path';
import { buildPages } from '../platform/pages.js';
import { services, type ServiceName } from '../platform/services.js';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';
import { ublXsds } from '../ubl/install-xsd.js';

/** What an image is made of. */
export interface Image {
  /** What `node <entry>` loads, in turn: modules as the entry, at the root of the tree, names them. */
  readonly entries: Readonly<Record<string, readonly string[]>>;
  /** Folders that the code reads, by their place in the tree: each is made, and then copied from where it is. */
  readonly folders?: Readonly<Record<string, () => string | Promise<string>>>;
}

/** One for each service, and `setup`, which makes topics and schemas known. */
export const imageNames = [...services, 'setup'] as const;

export type ImageName = (typeof imageNames)[number];

type Folders = NonNullable<Image['folders']>;

/** The telemetry is loaded by the entry itself, before the service: its hooks must see every module that follows. */
function service(name: ServiceName, more: { readonly restored?: boolean; readonly folders?: Folders } = {}): Image {
  const entry = (module: string): string => `./apps/${name}/src/${module}.js`;
  return {
    entries: {
      'main.js': ['@kervan/service-host/telemetry', entry('main')],
      'migrate.js': [entry('migrate')],
      ...(more.restored && { 'mark-restored.js': [entry('mark-restored')] }),
    },
    ...(more.folders && { folders: more.folders }),
  };
}

const images: Readonly<Record<ImageName, Image>> = {
  sandbox: {
    entries: {
      'main.js': ['./apps/sandbox/src/telemetry.js', './apps/sandbox/src/main.js'],
      'morning.js': ['./apps/sandbox/src/morning/play-morning.js'],
      'branch-keys.js': ['./apps/sandbox/src/tills/write-branch-keys.js'],
    },
  },
  'pos-ingest': service('pos-ingest'),
  'ecommerce-webhooks': service('ecommerce-webhooks'),
  'edi-gateway': service('edi-gateway'),
  'bank-reconciler': service('bank-reconciler'),
  'order-orchestrator': service('order-orchestrator'),
  'erp-writer': service('erp-writer', { restored: true }),
  'einvoice-sender': service('einvoice-sender', { restored: true, folders: { ubl: ublXsds } }),
  console: service('console', { folders: { 'apps/console/dist-web': pages } }),
  setup: {
    entries: {
      'topics.js': ['./tools/topics/create.js'],
      'schemas.js': ['./tools/schemas/register.js'],
    },
  },
};

/** The image of that name. @throws {Refusal} where there is none. */
export function imageOf(name: string): Image {
  const known = imageNames.find((image) => image === name);
  if (!known) throw new Refusal(`There is no image “${name}”: there are ${imageNames.join(', ')}.`);
  return images[known];
}

async function pages(): Promise<string> {
  await buildPages();
  return join(checkout, 'apps/console/dist-web');
}
