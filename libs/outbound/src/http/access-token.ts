import {
  allowInsecureRequests,
  clientCredentialsGrantRequest,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  processClientCredentialsResponse,
} from 'oauth4webapi';
import type { ClientCredentials } from '../call/client-credentials.js';
import type { Exchange, HttpClient } from './exchange.js';

/** An access token as the authorization server gave it. */
export interface AccessToken {
  readonly text: string;
  /** Seconds; absent where the server does not say. */
  readonly expiresIn: number | undefined;
}

/** Thrown when there is no token to be had; its message is a short code, without anything that was sent. */
export class NoAccessToken extends Error {
  constructor(code: string) {
    super(`no-access-token/${code}`);
    this.name = 'NoAccessToken';
  }
}

const CODE = /^[a-z_]{1,40}$/;

/**
 * Asks for an access token once, through our own client: with its time, its size, its authorities, without redirects.
 *
 * Whether the token URL may be reached without TLS is decided where a target is, see `OutboundModule`.
 *
 * @throws {NoAccessToken} when there is no answer, or none that holds a bearer token.
 */
export async function askForToken(client: HttpClient, credentials: ClientCredentials): Promise<AccessToken> {
  const { tokenUrl, clientId, clientSecret, scope, sentIn = 'header' } = credentials;
  const server = { issuer: tokenUrl, token_endpoint: tokenUrl };
  const self = { client_id: clientId };
  const authenticated = sentIn === 'header' ? ClientSecretBasic(clientSecret()) : ClientSecretPost(clientSecret());
  const parameters = new URLSearchParams(scope === undefined ? {} : { scope });
  let exchange: Exchange | undefined;
  const fetched = async (url: string, { method, headers, body }: Sent): Promise<Response> => {
    exchange = await client.exchange({ method, url: new URL(url), headers, body: String(body) });
    if (exchange.kind !== 'answered') throw new NoAccessToken(exchange.reason);
    const { status, headers: received, text } = exchange.answer;
    if (status < 200 || status > 599) throw new NoAccessToken(`http-${status}`);
    return new Response([204, 205, 304].includes(status) ? null : text, { status, headers: received });
  };
  try {
    const options = { [customFetch]: fetched, [allowInsecureRequests]: true };
    const response = await clientCredentialsGrantRequest(server, self, authenticated, parameters, options);
    const token = await processClientCredentialsResponse(server, self, response);
    if (token.token_type !== 'bearer') throw new NoAccessToken('not-bearer');
    return { text: token.access_token, expiresIn: token.expires_in };
  } catch (error) {
    throw error instanceof NoAccessToken ? error : new NoAccessToken(codeOf(error, exchange));
  }
}

interface Sent {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** The server's own code where it gave one of the usual form; else its status, which says more than the parser's error. */
function codeOf(error: unknown, exchange: Exchange | undefined): string {
  const code = typeof error === 'object' && error !== null && 'error' in error ? error.error : undefined;
  if (typeof code === 'string' && CODE.test(code)) return code;
  const status = exchange?.kind === 'answered' ? exchange.answer.status : undefined;
  return status === undefined ? 'not-asked' : status < 300 ? 'answer-not-understood' : `http-${status}`;
}
