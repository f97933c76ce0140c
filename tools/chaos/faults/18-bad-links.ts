import { linkNames, type LinkName } from '../proxy/links.js';
import type { Toxics } from '../proxy/toxics.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';
import { proxied } from './settings.js';

const SECONDS_EACH = 8;

/** What toxiproxy can do to a link, by name. */
const WAYS: Readonly<Record<string, Toxics>> = {
  'late by 500 ± 300 ms': { latencyMs: 500, jitterMs: 300 },
  'at 5 kB/s': { bytesPerSecond: 5_000 },
  'byte by byte': { slice: 1 },
  'reset in the middle of a request': { resetAfterBytes: 200 },
  'half open: no answer comes back': { swallow: ['back'] },
  'cut after the request, before the answer': { cutBeforeAnswer: true },
};

/** Each way of the services to somebody else goes bad, in each manner. The ways of others to their doors never do: nothing shows that. */
export const badLinks: Fault = {
  number: 18,
  name: 'bad-links',
  how: `the ways to ${linkNames.join(', ')}, one after another: ${Object.keys(WAYS).join('; ')}; ${SECONDS_EACH} s each; not the ways of tills, shops and the bank to the services`,
  seconds: linkNames.length * Object.keys(WAYS).length * SECONDS_EACH,
  limitSeconds: 30,
  setting: proxied,
  inject: async (world: World) => {
    for (const link of linkNames) for (const [what, toxics] of Object.entries(WAYS)) await suffer(world, link, what, toxics);
  },
};

/** An open connection that was made bad is of no use any more: it is reset with the end of the fault. */
async function suffer(world: World, link: LinkName, what: string, toxics: Toxics): Promise<void> {
  world.tell(`the way to ${link}: ${what}`);
  const proxy = world.links[link];
  proxy.suffer(toxics);
  await world.pause(SECONDS_EACH);
  proxy.suffer({});
  if (toxics.swallow || toxics.bytesPerSecond !== undefined) proxy.cut();
}
