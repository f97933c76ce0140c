import { kafkaConnection } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { settings } from '../command/settings.js';
import { Refusal } from '../stack/refusal.js';
import { createTopics } from './create-topics.js';

const usage = `Usage: KAFKA_BROKERS=<brokers> [KAFKA_REPLICATION_FACTOR=1] npm run topics:create

Creates the topics that are missing.
KAFKA_TLS, KAFKA_CA_FILE, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE are read as by every service.`;

/** `npm run topics:create`: creates what is missing at `KAFKA_BROKERS`, copied `KAFKA_REPLICATION_FACTOR` times. */
async function main(): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  const kafka = settings(kafkaConnection);
  const { KAFKA_REPLICATION_FACTOR: copies = '1' } = process.env;
  if (!/^[1-9]\d*$/.test(copies)) throw new Refusal(`KAFKA_REPLICATION_FACTOR is ${copies}: give a number of 1 or more`);
  const { created, present } = await createTopics({ kafka, replicationFactor: Number(copies) });
  console.log(`${created.length} topics created, ${present.length} were there`);
}

readCommandLine({ usage });
await refusing(main);
