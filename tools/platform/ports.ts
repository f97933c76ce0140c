import type { StackPorts } from '../stack/native-stack.js';
import { Refusal } from '../stack/refusal.js';

/** Every port of a local installation, all on loopback. */
export interface Ports extends StackPorts {
  readonly sandbox: number;
  readonly posIngest: number;
  readonly orderOrchestrator: number;
  readonly erpWriter: number;
  readonly einvoiceSender: number;
  readonly ecommerceWebhooks: number;
  readonly ediGateway: number;
  readonly bankReconciler: number;
  readonly console: number;
}

const offsets: Ports = {
  sandbox: 0,
  posIngest: 1,
  orderOrchestrator: 2,
  erpWriter: 3,
  einvoiceSender: 4,
  ecommerceWebhooks: 5,
  ediGateway: 6,
  bankReconciler: 7,
  console: 8,
  kafka: 10,
  kafkaController: 11,
  registry: 12,
  registryManagement: 13,
  postgres: 15,
};

/** How many ports a local installation takes. */
export const portCount = Object.keys(offsets).length;

const FIRST_BASE = 1024;
const LAST_BASE = 65_535 - Math.max(...Object.values(offsets));

/**
 * The ports of `npm start`, counted from a base: 4100 unless `KERVAN_PORT_BASE` says otherwise.
 *
 * @throws {Refusal} unless all of them are ports that a user may listen on.
 */
export function localPorts(): Ports {
  const { KERVAN_PORT_BASE: told = '4100' } = process.env;
  const base = /^\d{1,5}$/.test(told) ? Number(told) : 0;
  if (base < FIRST_BASE || base > LAST_BASE) {
    throw new Refusal(`KERVAN_PORT_BASE must be a whole number from ${FIRST_BASE} to ${LAST_BASE}, and is “${told}”.`);
  }
  return mapPorts((name) => base + offsets[name]);
}

const stackParts = ['kafka', 'kafkaController', 'registry', 'registryManagement', 'postgres'] as const satisfies readonly (keyof StackPorts)[];

/** The ports of the sandbox and the services alone, by name. */
export function servicePorts(ports: Ports): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(ports).filter(([name]) => !stackParts.some((part) => part === name)));
}

/** The ports of a test's installation: whichever are given, one for each name. */
export function portsOf(free: readonly number[]): Ports {
  const names = Object.keys(offsets);
  return mapPorts((name) => free[names.indexOf(name)] as number);
}

function mapPorts(port: (name: keyof Ports) => number): Ports {
  return Object.fromEntries((Object.keys(offsets) as (keyof Ports)[]).map((name) => [name, port(name)])) as unknown as Ports;
}
