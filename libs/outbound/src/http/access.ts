import type { Target } from '../call/target.js';
import { askForToken, NoAccessToken } from './access-token.js';
import { axiosClient } from './axios-client.js';
import type { Exchange, HttpClient } from './exchange.js';

/** What lets one request in, and what its answer says about that. */
export interface Grant {
  readonly headers: Readonly<Record<string, string>>;
  /** The exchange, or in its place that nothing was done, where another token will let the same request in. */
  judged(exchange: Exchange): Exchange;
}

/** Lets requests to one target in. */
export interface Access {
  /** What goes with one request; or why there is nothing, as a short code. Never throws. */
  grant(): Promise<Grant | { readonly reason: string }>;
  close(): void;
}

/** For targets that ask for no token. */
export const openAccess: Access = {
  grant: () => Promise.resolve({ headers: {}, judged: (exchange) => exchange }),
  close: () => undefined,
};

/** A token is asked for within this, or the call waits; well within what a lease has beyond the target's timeout. */
const TOKEN_TIMEOUT_MS = 5_000;
const LONGEST_ANSWER = 64 * 1024;

/** The access to a target, by what it declares. */
export function accessTo({ oauth, ca, timeoutMs, connectTimeoutMs }: Target): Access {
  if (!oauth) return openAccess;
  const limits = { timeoutMs: Math.min(timeoutMs, TOKEN_TIMEOUT_MS), connectTimeoutMs, maxAnswerBytes: LONGEST_ANSWER };
  const client = axiosClient({ ...limits, ...(ca && { ca }) });
  return new TokenAccess(() => askForToken(client, oauth), client);
}

/** A token is no longer used so shortly before its end, or a tenth of its time before, whichever is less. */
const SPARED_MS = 60_000;

/** Within this after one refused token, another that is refused is no matter of age: the refusal stands. */
const ONE_REFUSAL_MS = 10_000;

interface KeptToken {
  readonly text: string;
  /** Milliseconds of `performance.now()`. */
  readonly goodUntil: number;
}

/**
 * Access by tokens that are kept in memory until shortly before their end, and asked for once for all who wait.
 *
 * A token that the target refuses with 401 is dropped, and every request that it went with may come again with a new one.
 * Where that is refused as well, the 401 stands, and says that our credentials are not good there: so a target that
 * refuses all tokens is asked no faster than by the schedule. Tokens are in no log, row or span.
 */
export class TokenAccess implements Access {
  private kept: KeptToken | undefined;
  private asking: Promise<KeptToken> | undefined;
  private excused: { readonly token: KeptToken; readonly at: number } | undefined;

  constructor(
    private readonly ask: () => ReturnType<typeof askForToken>,
    private readonly client: Pick<HttpClient, 'close'>,
  ) {}

  async grant(): Promise<Grant | { readonly reason: string }> {
    try {
      const token = await this.token();
      return {
        headers: { authorization: `Bearer ${token.text}` },
        judged: (exchange) => this.judged(exchange, token),
      };
    } catch (error) {
      return { reason: error instanceof NoAccessToken ? error.message : 'no-access-token/not-asked' };
    }
  }

  close(): void {
    this.client.close();
  }

  private async token(): Promise<KeptToken> {
    if (this.kept && performance.now() < this.kept.goodUntil) return this.kept;
    this.asking ??= this.renewed().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async renewed(): Promise<KeptToken> {
    const { text, expiresIn } = await this.ask();
    const lastsMs = expiresIn === undefined ? Infinity : expiresIn * 1_000;
    this.kept = { text, goodUntil: performance.now() + lastsMs - Math.min(SPARED_MS, lastsMs / 10) };
    return this.kept;
  }

  private judged(exchange: Exchange, token: KeptToken): Exchange {
    if (exchange.kind !== 'answered' || exchange.answer.status !== 401) return exchange;
    if (this.kept === token) this.kept = undefined;
    const now = performance.now();
    if (!this.excused || now - this.excused.at >= ONE_REFUSAL_MS) this.excused = { token, at: now };
    return this.excused.token === token ? { kind: 'not-sent', reason: 'access-token-refused', again: true } : exchange;
  }
}
