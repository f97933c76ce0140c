import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { chart } from './helm.js';

/** What the chart takes a service for, whatever an installation chooses. */
export interface ServiceFacts {
  readonly role: 'edge' | 'consumer';
  readonly consumes: readonly string[];
  readonly ingress?: readonly { readonly path: string; readonly pathType: string }[];
}

/** The facts of every service, by its name. */
export const factsOfServices = parse(readFileSync(join(chart, 'files/services.yaml'), 'utf8')) as Readonly<Record<string, ServiceFacts>>;
