import { setTimeout as wait } from 'node:timers/promises';
import { catalogue, InvoiceNumberAssigned, OrderCompleted } from '@kervan/contracts';
import { Stranger, spoiled, spoilings } from '../bad-records.js';
import { discard, heldBy, type HeldMessage } from '../held-messages.js';
import { victims, type World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

/** About one record in a hundred of what goes over the topics in the meantime. */
const RECORDS = 100;
const SECONDS = 30;
const HELD_WITHIN_SECONDS = 5;
const GIVE_UP_MS = 60_000;
const LOOK_EVERY_MS = 100;

const handledByAll: Readonly<Record<string, string>> = {
  'fulfilment.order.events.v1': OrderCompleted.fullName,
  'invoicing.invoice.events.v1': InvoiceNumberAssigned.fullName,
};

/** By topic, a record that every reader of it handles; what a reader does not handle it passes over. */
const templates = Object.fromEntries(
  catalogue.topics.flatMap(({ name, records: [first] }) => {
    const known = handledByAll[name] ?? first?.fullName;
    return known === undefined ? [] : [[name, known]];
  }),
);

/** Records that are no messages lie between good ones, on every topic. */
export const poison: Fault = {
  number: 22,
  name: 'poison',
  how: `${RECORDS} bad records on all topics (${Object.keys(spoilings).join(', ')}): each held within ${HELD_WITHIN_SECONDS} s, nothing else waits, everyone live`,
  seconds: SECONDS,
  limitSeconds: 0,
  inject: async (world: World, random: Random) => {
    const stranger = await Stranger.come(world.stack.kafkaBrokers);
    try {
      const good = await stranger.oneOfEach(templates);
      const records = world.times(RECORDS);
      world.tell(`${records} bad records on ${good.length} topics`);
      const written: Pick<HeldMessage, 'topic' | 'partition' | 'offset'>[] = [];
      for (let number = 0; number < records; number += 1) {
        const { topic, ...record } = random.pick(good);
        const partition = random.between(0, 11);
        const content = spoiled({ topic, ...record }, random.pick(Object.values(spoilings)));
        written.push({ topic, partition, offset: await stranger.write(topic, partition, content) });
        await world.pause(SECONDS / RECORDS);
      }
      await allHeld(world, written);
    } finally {
      await stranger.go();
    }
    for (const service of victims) if (!(await world.isLive(service))) world.miss(`${service} is not live`);
  },
  afterwards: async (world: World) => {
    for (const service of victims) {
      for (const message of await heldBy(world, service)) await discard(world, service, message);
    }
  },
};

async function allHeld(world: World, written: readonly Pick<HeldMessage, 'topic' | 'partition' | 'offset'>[]): Promise<void> {
  const begin = performance.now();
  let missing = await notHeld(world, written);
  while (missing.length > 0 && performance.now() - begin < GIVE_UP_MS) {
    await wait(LOOK_EVERY_MS);
    missing = await notHeld(world, written);
  }
  if (missing.length > 0) world.miss(`not held: ${missing.slice(0, 5).join(', ')}`);
  else world.measured('holding the last bad record', (performance.now() - begin) / 1_000, HELD_WITHIN_SECONDS);
}

/** The bad records that a reader of their topic does not hold. */
async function notHeld(world: World, written: readonly Pick<HeldMessage, 'topic' | 'partition' | 'offset'>[]): Promise<string[]> {
  const missing: string[] = [];
  for (const service of victims) {
    const held = new Set((await heldBy(world, service)).map(placeOf));
    const read = written.filter(({ topic }) => readersOf(topic).includes(service));
    missing.push(...read.map(placeOf).filter((place) => !held.has(place)).map((place) => `${place} by ${service}`));
  }
  return missing;
}

function readersOf(topic: string): readonly string[] {
  return catalogue.topics.find(({ name }) => name === topic)?.consumers ?? [];
}

function placeOf({ topic, partition, offset }: Pick<HeldMessage, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}
