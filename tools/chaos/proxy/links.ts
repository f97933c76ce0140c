import { ToxicProxy } from './toxic-proxy.js';

/** The ways that the services take, by who is at their end. */
export const linkNames = ['postgres', 'kafka', 'erp', 'integrator'] as const;

export type LinkName = (typeof linkNames)[number];

/** A proxy on each way. */
export type Links = Readonly<Record<LinkName, ToxicProxy>>;

/** Opens a proxy on each way, to what listens at these ports of loopback. */
export async function openLinks(ports: Readonly<Record<LinkName, number>>): Promise<Links> {
  const open = (name: LinkName): Promise<ToxicProxy> => ToxicProxy.open({ host: '127.0.0.1', port: ports[name] });
  const [postgres, kafka, erp, integrator] = await Promise.all([open('postgres'), open('kafka'), open('erp'), open('integrator')]);
  return { postgres, kafka, erp, integrator };
}

/** The same address by way of a proxy. */
export function by(proxy: ToxicProxy, url: string): string {
  return Object.assign(new URL(url), { port: String(proxy.port) }).href;
}
