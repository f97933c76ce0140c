import { eventually, testStack } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaClient } from '../kafka/kafka-client.js';
import { type Stage, stage } from './fixtures/stage.js';

describe('a consumer whose client has given up for good', () => {
  let world: Stage;

  beforeAll(async () => {
    world = await stage();
  });

  afterAll(() => world.close());

  it('tells so, that the process may end: kafkajs would stay silent for ever', async () => {
    const stranger = kafkaClient({ brokers: testStack().kafkaBrokers, clientId: 'test' }).consumer({ groupId: world.service });
    await stranger.connect();
    await stranger.subscribe({ topics: [world.topics.events] });
    const joined = new Promise((resolve) => stranger.on(stranger.events.GROUP_JOIN, resolve));
    await stranger.run({ eachMessage: async () => undefined });
    await joined;

    let fatal: Error | undefined;
    await world.join({ fatal: (error) => (fatal = error) });
    const error = await eventually('the crash is told', () => fatal);
    await stranger.disconnect();

    expect(error.message).toMatch(/protocol/i);
  });
});
