import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { localInstallation } from '../inspect/installation.js';
import { Refusal } from '../stack/refusal.js';
import { sendInterchange } from './interchange.js';
import type { Sent } from './sent.js';
import { sendStatement } from './statement.js';
import { sendWebhook } from './webhook.js';

const USAGE = `Usage: npm run send -- <kind> <file> [--topic <topic>]

Sends a file of your own to the Kervan that npm start runs, and tells what became of it:
  shopify      an order as Shopify sends it, signed for the shop moda (--topic, by default orders/create)
  woocommerce  an order as WooCommerce sends it, signed for the shop ev (--topic, by default order.created)
  edi          an EDIFACT interchange, dropped into the inbox of the partner marketim; waits for the CONTRL
  camt         a bank statement (camt.053), uploaded; prints the findings

Exits 0 when it was taken, 1 when it was refused, 2 when it could not be sent.`;

const KINDS = ['shopify', 'woocommerce', 'edi', 'camt'] as const;

type Kind = (typeof KINDS)[number];

function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text);
}

/** `npm run send -- <kind> <file>`: a file of the user's own goes the way that its sender would send it. */
async function send(): Promise<Sent> {
  const accepts = { allowPositionals: true, options: { topic: { type: 'string' } } } as const;
  const { positionals, values } = readCommandLine({ usage: USAGE, accepts });
  const [kind, file, ...more] = positionals;
  if (!kind || !file || more.length > 0) refuseCommandLine(USAGE, 'A kind and a file are needed.');
  if (!isKind(kind)) refuseCommandLine(USAGE, `There is nothing to send as ${kind}.`);
  const content = contentOf(file);
  const installation = localInstallation();
  switch (kind) {
    case 'shopify':
    case 'woocommerce':
      return sendWebhook(kind, content, values.topic, installation);
    case 'edi':
      return sendInterchange(basename(file), content, installation);
    case 'camt':
      return sendStatement(content, installation);
  }
}

function contentOf(file: string): Buffer {
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
  if (!statSync(file).isFile()) throw new Refusal(`${file} is no file.`);
  const content = readFileSync(file);
  if (content.length === 0) throw new Refusal(`${file} is empty.`);
  return content;
}

try {
  const { refused, text } = await send();
  console.log(text);
  process.exitCode = refused ? 1 : 0;
} catch (error) {
  const away = error instanceof TypeError && error.message === 'fetch failed';
  if (!(error instanceof Refusal) && !away) throw error;
  console.error(away ? 'Kervan does not answer: start it with npm start.' : error.message);
  process.exitCode = 2;
}
