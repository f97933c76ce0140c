import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { Refusal } from '../stack/refusal.js';
import { createTopics } from './create-topics.js';

const usage = `Usage: KAFKA_BROKERS=<brokers> [KAFKA_REPLICATION_FACTOR=1] npm run topics:create

Creates the topics that are missing.`;

/** `npm run topics:create`: creates what is missing at `KAFKA_BROKERS`, copied `KAFKA_REPLICATION_FACTOR` times. */
async function main(): Promise<void> {
  const { KAFKA_BROKERS: brokers, KAFKA_REPLICATION_FACTOR: copies = '1' } = process.env;
  if (!brokers) throw new Refusal('KAFKA_BROKERS is not set: point it at the cluster, host:port[,host:port]');
  if (!/^[1-9]\d*$/.test(copies)) throw new Refusal(`KAFKA_REPLICATION_FACTOR is ${copies}: give a number of 1 or more`);
  const { created, present } = await createTopics({ brokers: brokers.split(','), replicationFactor: Number(copies) });
  console.log(`${created.length} topics created, ${present.length} were there`);
}

readCommandLine({ usage });
await refusing(main);
