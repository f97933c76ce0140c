import { CommandDead, CommandWithdrawn, type RecordType, Withdraw } from '@kervan/contracts';
import { eventually, readTopics, ReserveStock, StockReserved, type SeenRecord, type TopicReader } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import { PermanentFailure } from './failure.js';
import type { SingleHandler } from './handlers.js';
import { headersOf, type Stage, stage } from './fixtures/stage.js';

describe('a command', () => {
  let world: Stage;
  let replies: TopicReader;
  let broken: boolean;
  let orderId: string;

  const reserving: SingleHandler = {
    takes: 'one',
    name: 'reserving',
    whenDead: 'hold',
    async handle({ data }, tx) {
      const { commandId, count } = data as ReserveStock;
      if (broken) throw new PermanentFailure('no-such-shelf', 'shelf 13');
      await tx.query('INSERT INTO effect (order_id, count) VALUES ($1, $2)', [orderId, count]);
      tx.reply(StockReserved.of({ orderId, commandId, count }));
    },
  };

  beforeEach(async () => {
    broken = false;
    orderId = newId();
    world = await stage();
    replies = await readTopics(world.topics.replies);
    await world.join({ handlers: [[ReserveStock, reserving]] });
  });

  afterEach(async () => {
    await replies.stop();
    await world.close();
  });

  function send<T extends { readonly orderId: string }>(type: RecordType<T>, data: T): Promise<void> {
    const message = { key: data.orderId, value: world.framed(type, data), headers: headersOf(type, newId()) };
    return world.write(world.topics.commands, message);
  }

  function replied(...names: readonly { readonly fullName: string }[]): Promise<readonly SeenRecord[]> {
    return eventually(`${names.length} replies`, () => replies.records.length >= names.length && replies.records);
  }

  const typesOf = (records: readonly SeenRecord[]): (string | undefined)[] => records.map(({ headers }) => headers.ce_type);

  it('that is asked for twice is done once, and answered twice with the same reply', async () => {
    const command = { orderId, commandId: newId(), count: 1 };
    await send(ReserveStock, command);
    await replied(StockReserved);
    await send(ReserveStock, command);
    const [first, again] = await replied(StockReserved, StockReserved);
    expect(await world.effects()).toEqual([{ orderId, count: 1 }]);
    expect(again!.value).toEqual(first!.value);
    expect(again!.headers.ce_id).not.toBe(first!.headers.ce_id);
  });

  it('that ends dead is answered with CommandDead, and done after all once it is redriven', async () => {
    broken = true;
    const command = { orderId, commandId: newId(), count: 1 };
    await send(ReserveStock, command);
    const [dead] = await replied(CommandDead);
    const { commandId, code } = CommandDead.type.decode(dead!.value!, 5).value as CommandDead;
    expect({ commandId, code }).toEqual({ commandId: command.commandId, code: 'no-such-shelf' });

    broken = false;
    const [held] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    await world.held.redrive(held!.id, { by: 'operator', reason: 'the cause is gone' });
    const all = await replied(CommandDead, StockReserved);
    expect(typesOf(all)).toEqual([CommandDead.fullName, StockReserved.fullName]);
    expect(new Set(all.map(({ headers }) => headers.ce_id)).size).toBe(2); // else an inbox drops the reply
    expect(await world.effects()).toHaveLength(1);
  });

  it('that ends dead and is then withdrawn is not done when it is redriven', async () => {
    broken = true;
    const command = { orderId, commandId: newId(), count: 1 };
    await send(ReserveStock, command);
    await replied(CommandDead);
    await send(Withdraw, { orderId, commandId: command.commandId });
    await replied(CommandDead, CommandWithdrawn);

    broken = false;
    const [held] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    await world.held.redrive(held!.id, { by: 'operator', reason: 'the cause is gone' });
    const all = await replied(CommandDead, CommandWithdrawn, CommandWithdrawn);
    expect(typesOf(all)).toEqual([CommandDead.fullName, CommandWithdrawn.fullName, CommandWithdrawn.fullName]);
    expect(await world.effects()).toEqual([]);
  });

  it('is withdrawn past the held messages of its key, and refused when it comes after all', async () => {
    broken = true;
    const first = { orderId, commandId: newId(), count: 1 };
    const second = { orderId, commandId: newId(), count: 2 };
    await send(ReserveStock, first);
    await send(ReserveStock, second);
    await replied(CommandDead);
    await send(Withdraw, { orderId, commandId: second.commandId });
    expect(typesOf(await replied(CommandDead, CommandWithdrawn))).toEqual([CommandDead.fullName, CommandWithdrawn.fullName]);

    broken = false;
    const [held] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    await world.held.redrive(held!.id, { by: 'operator', reason: 'the cause is gone' });
    const all = await replied(CommandDead, CommandWithdrawn, StockReserved, CommandWithdrawn);
    expect(typesOf(all).slice(2)).toEqual([StockReserved.fullName, CommandWithdrawn.fullName]);
    expect(await world.effects()).toEqual([{ orderId, count: 1 }]);
  });
});
