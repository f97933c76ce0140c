import { request } from 'node:http';

const PATIENCE_MS = 2_000;

/**
 * Whether a Docker daemon answers where `DOCKER_HOST` names it (`unix://` or `tcp://`), else at its usual socket.
 *
 * Whatever else happens, a refused connection or a silent one included, counts as none; within 2 s.
 */
export function dockerAnswers(host = process.env.DOCKER_HOST || 'unix:///var/run/docker.sock'): Promise<boolean> {
  const address = addressOf(host);
  if (!address) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ping = request({ ...address, path: '/_ping', timeout: PATIENCE_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.once('close', () => resolve(false));
    ping.end();
  });
}

function addressOf(host: string): { socketPath: string } | { host: string; port: string } | undefined {
  if (!URL.canParse(host)) return undefined;
  const { protocol, pathname, hostname, port } = new URL(host);
  if (protocol === 'unix:') return { socketPath: pathname };
  return protocol === 'tcp:' ? { host: hostname, port: port || '2375' } : undefined;
}
