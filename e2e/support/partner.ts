import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import type { Installation } from '@kervan/tools/platform/services';
import { freshNumber } from './fresh-number.js';

const THEM = '8690000000012';
const US = '8690000000029';

/** An order in an interchange: quantity of an article at a net price in kuruş, with 20 % tax. */
export interface PartnerOrder {
  readonly number: string;
  readonly quantity: bigint;
  readonly price: bigint;
}

/** A file that the partner sends. */
export interface InterchangeFile {
  readonly reference: string;
  readonly name: string;
  readonly text: string;
}

/** A trading partner who exchanges EDIFACT by folders. */
export class Partner {
  private readonly folder: string;

  constructor({ folder }: Pick<Installation, 'folder'>) {
    this.folder = join(folder, 'edi', 'marketim');
  }

  /** Orders something under a number of its own. */
  order(price = 18_745n, quantity = 48n): PartnerOrder {
    return { number: `PO-${freshNumber()}`, quantity, price };
  }

  /** The interchange with these orders; `segments` may spoil the first message. */
  interchange(orders: readonly PartnerOrder[], spoil: (segments: string[]) => string[] = (segments) => segments): InterchangeFile {
    const reference = `E${freshNumber()}`;
    const messages = orders.map((order, index) => {
      const segments = messageOf(order, index + 1);
      return index === 0 ? spoil(segments) : segments;
    });
    const text = [`UNB+UNOC:3+${THEM}:14+${US}:14+261121:1030+${reference}`, ...messages.flat(), `UNZ+${orders.length}+${reference}`];
    return { reference, name: `orders-${reference}.edi`, text: `UNA:+.? '${text.map((segment) => `${segment}'`).join('\n')}` };
  }

  /** Puts a file into the inbox: under another name first, so that it is never seen half. */
  async put({ name, text }: InterchangeFile, as = name): Promise<void> {
    const inbox = join(this.folder, 'inbox');
    await mkdir(inbox, { recursive: true });
    const hidden = join(inbox, `.${randomUUID()}.tmp`);
    await writeFile(hidden, text, 'latin1');
    await rename(hidden, join(inbox, as));
  }

  /** The CONTRLs about an interchange that lie in the outbox, once there are so many. */
  answersTo({ reference }: InterchangeFile, count = 1): Promise<string[]> {
    return eventually(`${count} CONTRL about ${reference}`, async () => {
      const texts = (await this.files('outbox')).map(({ text }) => text).filter((text) => text.includes(`UCI+${reference}+`));
      return texts.length >= count && texts;
    }, { withinMs: 30_000 });
  }

  /** Takes the CONTRLs about an interchange out of the outbox, once there is one: what lies there afterwards was written anew. */
  async takeAnswersTo(file: InterchangeFile): Promise<string[]> {
    const answers = await this.answersTo(file);
    const written = (await this.files('outbox')).filter(({ text }) => answers.includes(text));
    await Promise.all(written.map(({ name }) => rm(join(this.folder, 'outbox', name))));
    return answers;
  }

  /** The files of a folder, by name. */
  async files(folder: 'inbox' | 'outbox' | 'accepted' | 'rejected'): Promise<{ readonly name: string; readonly text: string }[]> {
    const names = await readdir(join(this.folder, folder)).catch(() => []);
    const whole = names.filter((name) => !name.startsWith('.'));
    return Promise.all(whole.map(async (name) => ({ name, text: await readFile(join(this.folder, folder, name), 'latin1') })));
  }
}

function messageOf({ number, quantity, price }: PartnerOrder, reference: number): string[] {
  const segments = [
    `UNH+${reference}+ORDERS:D:96A:UN:EAN008`, `BGM+220+${number}+9`, 'DTM+137:20261121:102', 'DTM+2:20261125:102',
    `NAD+BY+${THEM}::9`, `NAD+SU+${US}::9`, 'NAD+DP+8690000000036::9', 'CUX+2:TRY:9',
    'LIN+1++8690000100019:EN', 'PIA+1+ZYT-500:SA', `QTY+21:${quantity}:PCE`, `PRI+AAA:${price / 100n}.${String(price % 100n).padStart(2, '0')}`,
    'UNS+S', 'CNT+2:1',
  ];
  return [...segments, `UNT+${segments.length + 1}+${reference}`];
}
