import { connect } from 'node:net';
import { createTopics, eventually, testStack } from '@kervan/testing';
import { type Consumer, type ISocketFactory, Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type UnpatchedKafkajs, unpatchedKafkajs } from './unpatched-kafkajs.js';

const TOPIC = `cut-answer.${Date.now()}.events.v1`;
const RECORDS = 60;
/** Together they are one answer that comes in many pieces. */
const RECORD_BYTES = 10_000;
const PIECE_BYTES = 10_000;

/** A way to the broker that is cut once, in the middle of an answer; counts what the client throws at what it reads. */
function cutOnce(): { readonly socketFactory: ISocketFactory; readonly isCut: () => boolean; readonly thrown: () => number } {
  let isCut = false;
  let thrown = 0;
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    socket.on('data', (piece) => {
      if (isCut || piece.length < PIECE_BYTES) return;
      isCut = true;
      socket.destroy(new Error('cut'));
    });
    const { push } = socket;
    socket.push = (...piece) => {
      try {
        return push.apply(socket, piece);
      } catch {
        thrown += 1;
        return true;
      }
    };
    return socket;
  };
  return { socketFactory, isCut: () => isCut, thrown: () => thrown };
}

function config(socketFactory?: ISocketFactory): KafkaConfig {
  const brokers = [...testStack().kafkaBrokers];
  return { brokers, clientId: 'test', requestTimeout: 1_000, logLevel: logLevel.NOTHING, ...(socketFactory && { socketFactory }) };
}

/** Reads the topic from its begin; tells how many records came, and how many requests were not answered. */
async function read(consumer: Consumer): Promise<{ readonly records: () => number; readonly unanswered: () => number }> {
  let records = 0;
  let unanswered = 0;
  consumer.on(consumer.events.REQUEST_TIMEOUT, () => (unanswered += 1));
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({ eachMessage: () => Promise.resolve(void (records += 1)) });
  return { records: () => records, unanswered: () => unanswered };
}

describe('a connection to a broker that is cut in the middle of an answer', () => {
  let unpatched: UnpatchedKafkajs;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    unpatched = unpatchedKafkajs();
    drop = await createTopics([TOPIC]);
    const producer = new Kafka(config()).producer();
    await producer.connect();
    const messages = Array.from({ length: RECORDS }, () => ({ partition: 0, value: Buffer.alloc(RECORD_BYTES) }));
    await producer.send({ topic: TOPIC, messages });
    await producer.disconnect();
  });

  afterAll(async () => {
    unpatched.remove();
    await drop();
  });

  it('is opened anew, and reads on', async () => {
    const { socketFactory, isCut, thrown } = cutOnce();
    const consumer = new Kafka(config(socketFactory)).consumer({ groupId: `${TOPIC}-patched` });
    const { records } = await read(consumer);
    await eventually('all are read', () => records() === RECORDS);
    expect([isCut(), thrown()]).toEqual([true, 0]);
    await consumer.disconnect();
  });

  it('control: without our patch it takes what was left half read for the begin of each answer, and understands none', async () => {
    const { socketFactory, thrown } = cutOnce();
    const consumer = unpatched.client(config(socketFactory)).consumer({ groupId: `${TOPIC}-unpatched` });
    const { records, unanswered } = await read(consumer);
    await eventually('nothing of what comes is understood', () => unanswered() + thrown() > 2, { withinMs: 60_000 });
    expect(records()).toBe(0);
    await consumer.disconnect();
  });
});
