import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { localPorts, servicePorts } from './ports.js';

afterEach(() => vi.unstubAllEnvs());

describe('the ports of npm start', () => {
  it('are counted from 4100, or from the base that the environment names, each once', () => {
    expect(localPorts()).toMatchObject({ sandbox: 4100, posIngest: 4101 });
    vi.stubEnv('KERVAN_PORT_BASE', '5100');
    expect(localPorts()).toMatchObject({ sandbox: 5100, posIngest: 5101 });
    const ports = Object.values(localPorts());
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('of services and sandbox are told apart from those of the stack', () => {
    const names = Object.keys(servicePorts(localPorts()));
    expect(names).toEqual(expect.arrayContaining(['sandbox', 'posIngest', 'console']));
    expect(names.filter((name) => /kafka|registry|postgres/i.test(name))).toEqual([]);
  });

  it.each([
    ['steer-orders', /ORCHESTRATOR=http:\/\/127\.0\.0\.1:(?<port>\d+)/, 'orderOrchestrator'],
    ['protect-the-edge', /http:\/\/127\.0\.0\.1:(?<port>\d+)\/v1\/sales/, 'posIngest'],
  ] as const)('are those that the page %s names', (page, address, service) => {
    const { groups } = address.exec(readFileSync(join(checkout, `docs/how-to/${page}.md`), 'utf8'))!;
    expect(Number(groups?.['port'])).toBe(localPorts()[service]);
  });

  it.each(['abc', '', '-1', '4100.5', '80', '65530'])('are refused in one sentence for the base “%s”', (base) => {
    vi.stubEnv('KERVAN_PORT_BASE', base);
    expect(() => localPorts()).toThrow(`KERVAN_PORT_BASE must be a whole number from 1024 to 65520, and is “${base}”.`);
  });
});
