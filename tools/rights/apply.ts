import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaConnection } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { settings } from '../command/settings.js';
import { checkout } from '../stack/checkout.js';
import { administerKafka } from '../topics/kafka-admin.js';
import { parseAcls } from './acl-file.js';
import { applyAcls } from './apply-acls.js';
import { ACLS_FILE } from './rights-files.js';

const usage = `Usage: KAFKA_BROKERS=<brokers> KAFKA_TLS=verify-full KAFKA_CA_FILE=<file> \\
       KAFKA_SASL_USERNAME=<an administrator> KAFKA_SASL_PASSWORD_FILE=<file> npm run rights:apply

Gives the principals of ${ACLS_FILE} exactly these rights in Kafka, and takes what they have beyond them.
Other principals are left alone. Safe to run again.`;

/** `npm run rights:apply`: makes the rights of our principals at `KAFKA_BROKERS` those of the committed file. */
async function main(): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  const rights = parseAcls(readFileSync(join(checkout, ACLS_FILE), 'utf8'));
  const { given, taken } = await administerKafka(settings(kafkaConnection), (admin) => applyAcls(admin, rights));
  console.log(`${given} rights given, ${taken} taken`);
}

readCommandLine({ usage });
await refusing(main);
