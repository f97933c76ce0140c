import type { Setting } from '../site.js';

/** Every way of the services through a proxy. */
export const proxied = (): Promise<Setting> => Promise.resolve({ proxied: true });
