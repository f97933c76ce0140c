import { createServer, type Server } from 'node:net';
import { freePorts } from '../../stack/preflight.js';
import type { Besides } from '../../platform/services.js';
import type { Setting } from '../site.js';
import { victims, type World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS_EACH = 20;

/** Where the services think that the collector is. */
let port = 0;

/** Nobody takes the spans, or somebody takes them and does not answer: work goes on as before. */
export const collectorAway: Fault = {
  number: 37,
  name: 'collector-away',
  how: `spans go to a collector that refuses connections, then to one that never answers, ${SECONDS_EACH} s each`,
  seconds: 2 * SECONDS_EACH,
  limitSeconds: 0,
  setting: async (): Promise<Setting> => {
    [port] = (await freePorts(1)) as [number];
    const own = { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` } };
    return { besides: Object.fromEntries(victims.map((service) => [service, own])) as Besides };
  },
  inject: async (world: World) => {
    world.site.died = true; // spans are nowhere, and none can be missed
    world.tell('the collector refuses every connection');
    await world.pause(SECONDS_EACH);
    const silent = await listening(port);
    world.tell('the collector takes every connection, and answers none');
    await world.pause(SECONDS_EACH);
    await new Promise((resolve) => {
      silent.server.close(resolve);
      silent.cut();
    });
  },
};

async function listening(at: number): Promise<{ readonly server: Server; cut(): void }> {
  const open = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  return { server, cut: () => open.forEach((socket) => socket.destroy()) };
}
