import { spawnSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './checkout.js';
import { kafkaJars } from './jars.js';
import { javaProperties, UTF_8_PATHS } from './java-properties.js';
import { ManagedProcess } from './managed-process.js';
import { Refusal } from './refusal.js';

/** A broker that is a controller too; durable across restarts, on loopback only. */
export interface KafkaPlan {
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  /** Where clients are sent that have found it, where that is another than its own port. */
  readonly advertisedPort?: number;
  readonly logFile: string;
  /** Left out, the broker is alone. */
  readonly member?: ClusterMember;
}

/** Which broker of a cluster one is. */
export interface ClusterMember {
  /** From 1 on. */
  readonly id: number;
  /** Of all members, by id. */
  readonly controllerPorts: readonly number[];
}

const ALONE = ['-Xms256m', '-Xmx512m', '-XX:MaxDirectMemorySize=256m'];
const SMALL = ['-Xms96m', '-Xmx256m', '-XX:MaxDirectMemorySize=128m', '-XX:TieredStopAtLevel=1'];

/** Formats the storage at the first start, then starts the broker. */
export function startKafka(plan: KafkaPlan): ManagedProcess {
  mkdirSync(plan.folder, { recursive: true });
  const properties = join(plan.folder, 'server.properties');
  writeFileSync(properties, serverProperties(plan));
  const classpath = `${join(checkout, 'deploy/local/kafka')}:${kafkaJars()}/*`;
  if (!existsSync(join(plan.folder, 'data', 'meta.properties'))) format(classpath, properties);
  return ManagedProcess.start({
    name: plan.member ? `Kafka ${plan.member.id}` : 'Kafka',
    command: 'java',
    args: [...(plan.member ? SMALL : ALONE), '-XX:+UseSerialGC', '-cp', classpath, 'kafka.Kafka', properties],
    env: UTF_8_PATHS,
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
  const result = spawnSync('java', args, { encoding: 'utf8', env: { ...process.env, ...UTF_8_PATHS } });
  if (result.status !== 0) throw new Refusal(`Kafka's storage could not be formatted: ${result.stderr.trim().slice(-400)}`);
}

function serverProperties({ folder, port, controllerPort, advertisedPort = port, member }: KafkaPlan): string {
  const { id, controllerPorts } = member ?? { id: 1, controllerPorts: [controllerPort] };
  const copies = Math.min(3, controllerPorts.length);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllerPorts.map((at, index) => `${index + 1}@127.0.0.1:${at}`).join(),
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.num.partitions': 4,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': Math.max(1, copies - 1),
    'group.initial.rebalance.delay.ms': 0,
    ...(member && { 'broker.session.timeout.ms': 3_000, 'broker.heartbeat.interval.ms': 500 }), // a dead one is missed sooner
  };
  return javaProperties(settings);
}
