import { InvalidSettings } from '@kervan/service-host';

/** How a target's access tokens are asked for, by the client credentials grant of OAuth 2.0 (RFC 6749 section 4.4). */
export interface ClientCredentials {
  /** Without user, password or fragment. Plain http is refused unless the module allows it. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Asked for whenever a token is, so that a secret that was exchanged serves the next one. Never stored. */
  readonly clientSecret: () => string;
  /** Separated by spaces; what the server gives by default when absent. */
  readonly scope?: string;
  /** How the client shows who it is: in the `authorization` header, as servers must understand it, or in the body. */
  readonly sentIn?: 'header' | 'body';
}

/** The part of {@link ClientCredentials} that is no secret, as a service's settings have it. */
export type OAuthClient = Pick<ClientCredentials, 'tokenUrl' | 'clientId' | 'scope'>;

/**
 * The client that a service's checked settings describe: `<prefix>_OAUTH_TOKEN_URL`, `_OAUTH_CLIENT_ID`, `_OAUTH_SCOPE`.
 *
 * @returns `undefined` when there is none of them. @throws {InvalidSettings} when there is one of the first two only.
 */
export function oauthClientOf(prefix: string, settings: Readonly<Record<string, unknown>>): OAuthClient | undefined {
  const [urlName, idName] = [`${prefix}_OAUTH_TOKEN_URL`, `${prefix}_OAUTH_CLIENT_ID`];
  const [tokenUrl, clientId, scope] = [settings[urlName], settings[idName], settings[`${prefix}_OAUTH_SCOPE`]];
  if (typeof tokenUrl === 'string' && typeof clientId === 'string') {
    return { tokenUrl, clientId, ...(typeof scope === 'string' && { scope }) };
  }
  if ([tokenUrl, clientId, scope].every((value) => value === undefined)) return undefined;
  throw new InvalidSettings([`${tokenUrl === undefined ? urlName : idName}: is missing; an OAuth client needs both`]);
}
