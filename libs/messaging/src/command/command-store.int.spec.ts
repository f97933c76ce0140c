import { CommandDead, CommandWithdrawn, Withdraw } from '@kervan/contracts';
import { eventually, ReserveStock, StockReserved, type TopicReader } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import type { Received } from '../message/received.js';
import type { MessagingCore } from '../messaging-core.js';
import { everyLane, received, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { CommandNotRunning } from '../transaction/transaction.errors.js';
import type { CommandStatements } from './command-statements.js';

let messaging: TestMessaging;
let core: MessagingCore;
let reader: TopicReader;
let atWithdrawal: 'withdrawn' | 'in-progress';
let orderId: string;
let commandId: string;

const forgetful: Partial<CommandStatements> = { find: async () => [], enter: async () => undefined };

beforeAll(async () => {
  messaging = await testMessaging();
  core = await messaging.core({ withdrawal: { withdraw: async () => atWithdrawal } });
  core.sender.ownLanes(everyLane);
  reader = await messaging.read(messaging.fresh.replies);
});

afterAll(() => messaging.close());

beforeEach(() => {
  [orderId, commandId] = [newId(), newId()];
  atWithdrawal = 'in-progress';
});

describe('a command whose reply was lost', () => {
  it('is not done again when asked for again: the first reply comes, byte for byte, as a new message', async () => {
    expect(await doing(core, [reserve(7)])).toBe(1);
    expect(await doing(core, [reserve(8)])).toBe(0);
    const replies = await repliesArrive(2);
    expect(replies[1]!.value).toEqual(replies[0]!.value);
    expect(replies[1]!.headers.ce_id).not.toBe(replies[0]!.headers.ce_id);
  });

  it('control: without the command table it is done again', async () => {
    const control = await messaging.core({
      statements: {
        commands: forgetful,
        outputs: { endCommands: async (_, ends) => ends.map((end) => ({ ...end, topic: messaging.fresh.commands })) },
      },
    });
    expect(await doing(control, [reserve(7)])).toBe(1);
    expect(await doing(control, [reserve(8)])).toBe(1);
    const replies = await repliesArrive(2);
    expect(replies[1]!.value).not.toEqual(replies[0]!.value);
    await control.stop();
  });

  it('is done once where it was asked for twice in one chunk', async () => {
    expect(await doing(core, [reserve(7), reserve(7)])).toBe(1);
    await repliesArrive(1);
  });
});

describe('a command that is withdrawn', () => {
  it('before it is seen, is refused when it comes after all', async () => {
    expect(await doing(core, [withdraw()])).toBe(0);
    expect(await doing(core, [reserve(7)])).toBe(0);
    expect((await repliesArrive(2)).map(typeOf)).toEqual([CommandWithdrawn.fullName, CommandWithdrawn.fullName]);
  });

  it('control: without the command table the late command is done, though its withdrawal was confirmed', async () => {
    const control = await messaging.core({ statements: { commands: forgetful } });
    expect(await handedOut(control, [withdraw()])).toBe(0);
    await repliesArrive(1);
    expect(await handedOut(control, [reserve(7)])).toBe(1);
    await control.stop();
  });

  it('in the chunk in which it came, is never handed to its handler', async () => {
    expect(await doing(core, [reserve(7), withdraw()])).toBe(0);
    expect((await repliesArrive(1)).map(typeOf)).toEqual([CommandWithdrawn.fullName]);
    expect(await doing(core, [reserve(7)])).toBe(0);
  });

  it('while its work waits, is withdrawn with its work, and may not be replied to any more', async () => {
    expect(await handedOut(core, [reserve(7)])).toBe(1);
    atWithdrawal = 'withdrawn';
    expect(await doing(core, [withdraw()])).toBe(0);
    expect((await repliesArrive(1)).map(typeOf)).toEqual([CommandWithdrawn.fullName]);
    await expect(replyLater()).rejects.toThrow(CommandNotRunning);
  });

  it('while it is in progress, is answered by its true outcome', async () => {
    expect(await handedOut(core, [reserve(7)])).toBe(1);
    expect(await doing(core, [withdraw()])).toBe(0);
    await replyLater();
    expect((await repliesArrive(1)).map(typeOf)).toEqual([StockReserved.fullName]);
  });

  it('after it has finished, is answered by the first reply again', async () => {
    await doing(core, [reserve(7)]);
    expect(await doing(core, [withdraw()])).toBe(0);
    expect((await repliesArrive(2)).map(typeOf)).toEqual([StockReserved.fullName, StockReserved.fullName]);
  });
});

describe('a command that has ended dead', () => {
  const endsDead = async (): Promise<void> => {
    const db = await core.chunks.begin();
    const message = reserve(7);
    await core.commands.begin(db, [message]);
    db.causedBy(message).reply(CommandDead.of({ orderId, commandId, code: 'refused', detail: 'by the far side' }));
    await db.commit();
  };

  it('can be withdrawn: it is answered so from then on, and is not done when it comes again', async () => {
    await endsDead();
    expect(await doing(core, [withdraw()])).toBe(0);
    expect(await doing(core, [reserve(7)])).toBe(0);
    expect(await doing(core, [withdraw(), reserve(7)])).toBe(0);
    const withdrawn = CommandWithdrawn.fullName;
    expect((await repliesArrive(5)).map(typeOf)).toEqual([CommandDead.fullName, ...Array(4).fill(withdrawn)]);
    await expect(replyLater()).rejects.toThrow(CommandNotRunning);
  });

  it('is answered as dead again where only its outcome is asked for', async () => {
    await endsDead();
    expect(await doing(core, [reserve(7)])).toBe(0);
    expect((await repliesArrive(2)).map(typeOf)).toEqual([CommandDead.fullName, CommandDead.fullName]);
  });
});

describe('a reply', () => {
  it('can be given once in a transaction', async () => {
    const db = await core.chunks.begin();
    const message = reserve(7);
    await core.commands.begin(db, [message]);
    const tx = db.causedBy(message);
    tx.reply(StockReserved.of({ orderId, commandId, count: 1 }));
    expect(() => tx.reply(StockReserved.of({ orderId, commandId, count: 2 }))).toThrow(CommandNotRunning);
    await db.rollback();
  });

  it('can be given once over all transactions', async () => {
    await doing(core, [reserve(7)]);
    await expect(replyLater()).rejects.toThrow(CommandNotRunning);
  });

  it('cannot be given to a command that was never begun', async () => {
    await expect(replyLater()).rejects.toThrow(CommandNotRunning);
  });
});

describe('a command that was given up on', () => {
  it('is answered as dead, and is done when a person has it run again', async () => {
    const message = reserve(7);
    const db = await core.chunks.begin();
    core.commands.dead(db, message, { code: 'attempts-used-up', detail: 'failed 12 times' });
    await db.commit();
    expect((await repliesArrive(1)).map(typeOf)).toEqual([CommandDead.fullName]);
    expect(await doing(core, [message])).toBe(1);
    expect((await repliesArrive(2)).map(typeOf)).toEqual([CommandDead.fullName, StockReserved.fullName]);
  });
});

function reserve(count: number): Received<unknown> {
  return received(ReserveStock.of({ orderId, commandId, count }), messaging.fresh.commands, orderId);
}

function withdraw(): Received<unknown> {
  return received(Withdraw.of({ orderId, commandId }), messaging.fresh.commands, orderId);
}

/** Runs one chunk whose handler replies at once with its message's count; gives back how often it was called. */
async function doing(on: MessagingCore, messages: readonly Received<unknown>[]): Promise<number> {
  return chunk(on, messages, true);
}

/** Runs one chunk whose handler leaves the reply for later. */
async function handedOut(on: MessagingCore, messages: readonly Received<unknown>[]): Promise<number> {
  return chunk(on, messages, false);
}

async function chunk(on: MessagingCore, messages: readonly Received<unknown>[], replies: boolean): Promise<number> {
  const db = await on.chunks.begin();
  const toDo = await on.commands.begin(db, messages);
  for (const message of toDo) {
    const { count } = message.data as ReserveStock;
    if (replies) db.causedBy(message).reply(StockReserved.of({ orderId, commandId, count }));
  }
  await db.commit();
  return toDo.size;
}

function replyLater(): Promise<void> {
  return core.transactions.run(async (db) => {
    db.causedBy(reserve(7)).reply(StockReserved.of({ orderId, commandId, count: 7 }));
  });
}

function repliesArrive(count: number) {
  return eventually(`${count} replies`, () => {
    const replies = reader.records.filter(({ key }) => key === orderId);
    return replies.length >= count && replies;
  });
}

function typeOf({ headers }: { readonly headers: Readonly<Record<string, string>> }): string {
  return headers.ce_type!;
}
