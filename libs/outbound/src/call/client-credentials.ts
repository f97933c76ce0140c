/** How a target's access tokens are asked for, by the client credentials grant of OAuth 2.0 (RFC 6749 section 4.4). */
export interface ClientCredentials {
  /** Plain http is refused unless the module allows it. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Asked for whenever a token is, so that a secret that was exchanged serves the next one. Never stored. */
  readonly clientSecret: () => string;
  /** Separated by spaces; what the server gives by default when absent. */
  readonly scope?: string;
  /** How the client shows who it is: in the `authorization` header, as servers must understand it, or in the body. */
  readonly sentIn?: 'header' | 'body';
}
