import { type Agent, type ClientRequest, globalAgent as plainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { type Login, type RegistryConnection, type Secret, tlsOptions } from '@kervan/service-host';

/** The time a request to the registry may take; milliseconds. */
export const REGISTRY_TIMEOUT_MS = 5_000;

/** What the registry said. */
export interface RegistryAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Sends one request to the registry; it throws only when there is no answer. */
export function askRegistry(
  { url, login }: RegistryConnection,
  agent: Agent,
  method: 'GET' | 'PUT',
  path: string,
  body?: unknown,
): Promise<RegistryAnswer> {
  const send = url.startsWith('https:') ? tlsRequest : plainRequest;
  const headers = {
    'content-type': 'application/vnd.schemaregistry.v1+json',
    ...(login && { authorization: basicAuthorization(login) }),
  };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(REGISTRY_TIMEOUT_MS);
    const request: ClientRequest = send(`${url}${path}`, { method, headers, agent, signal }, (response) => {
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, body: parsed(answer) }),
        reject,
      );
    });
    request.once('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** HTTP basic authentication (RFC 7617) with the password of the moment. */
export function basicAuthorization({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password.current()}`).toString('base64')}`;
}

/** The connections to the registry; each new one to an https registry reads the authorities of the moment. */
export function registryAgent({ url, ca }: RegistryConnection): Agent {
  return url.startsWith('https:') ? new VerifyingAgent(ca) : plainAgent;
}

class VerifyingAgent extends TlsAgent {
  constructor(private readonly ca: Secret | undefined) {
    super({ keepAlive: true });
  }

  override createConnection(...[options, done]: Parameters<TlsAgent['createConnection']>) {
    return super.createConnection({ ...options, ...tlsOptions({ ca: this.ca }) }, done);
  }
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer) as unknown;
  } catch {
    return undefined; // a proxy's page
  }
}
