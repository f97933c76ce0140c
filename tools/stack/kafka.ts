import { spawnSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './checkout.js';
import { kafkaJars } from './jars.js';
import { ManagedProcess } from './managed-process.js';
import { Refusal } from './refusal.js';

/** One broker that is its own controller; durable across restarts, on loopback only. */
export interface KafkaPlan {
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly logFile: string;
}

/** Formats the storage at the first start, then starts the broker. */
export function startKafka(plan: KafkaPlan): ManagedProcess {
  mkdirSync(plan.folder, { recursive: true });
  const properties = join(plan.folder, 'server.properties');
  writeFileSync(properties, serverProperties(plan));
  const classpath = `${join(checkout, 'deploy/local/kafka')}:${kafkaJars()}/*`;
  if (!existsSync(join(plan.folder, 'data', 'meta.properties'))) format(classpath, properties);
  return ManagedProcess.start({
    name: 'Kafka',
    command: 'java',
    args: ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:MaxDirectMemorySize=256m', '-cp', classpath, 'kafka.Kafka', properties],
    logFile: plan.logFile,
    ready: () => accepts(plan.port),
    readyWithinMs: 60_000,
  });
}

/** Whether something on loopback accepts connections at the port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function format(classpath: string, properties: string): void {
  const clusterId = 'S2VydmFuTG9jYWxTdGFjaw';
  const args = ['-Xmx128m', '-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties];
  const result = spawnSync('java', args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Refusal(`Kafka's storage could not be formatted: ${result.stderr.trim().slice(-400)}`);
}

function serverProperties({ folder, port, controllerPort }: KafkaPlan): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
  };
  const escaped = (value: unknown): string => String(value).replaceAll('\\', '\\\\');
  return Object.entries(settings).map(([name, value]) => `${name}=${escaped(value)}\n`).join('');
}
