import type { StackPorts } from '../stack/native-stack.js';

/** Every port of a local installation, all on loopback. */
export interface Ports extends StackPorts {
  readonly sandbox: number;
  readonly posIngest: number;
  readonly orderOrchestrator: number;
  readonly erpWriter: number;
  readonly einvoiceSender: number;
}

const offsets: Ports = {
  sandbox: 0,
  posIngest: 1,
  orderOrchestrator: 2,
  erpWriter: 3,
  einvoiceSender: 4,
  kafka: 10,
  kafkaController: 11,
  registry: 12,
  registryManagement: 13,
  postgres: 15,
};

/** How many ports a local installation takes. */
export const portCount = Object.keys(offsets).length;

/** The ports of `npm start`, counted from a base: 4100 unless `KERVAN_PORT_BASE` says otherwise. */
export function localPorts(): Ports {
  const base = Number(process.env.KERVAN_PORT_BASE ?? 4100);
  return mapPorts((name) => base + offsets[name]);
}

/** The ports of a test's installation: whichever are given, one for each name. */
export function portsOf(free: readonly number[]): Ports {
  const names = Object.keys(offsets);
  return mapPorts((name) => free[names.indexOf(name)] as number);
}

function mapPorts(port: (name: keyof Ports) => number): Ports {
  return Object.fromEntries((Object.keys(offsets) as (keyof Ports)[]).map((name) => [name, port(name)])) as unknown as Ports;
}
