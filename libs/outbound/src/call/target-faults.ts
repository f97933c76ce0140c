import type { RetryPolicy } from '@kervan/messaging';
import type { BreakerPolicy, Target } from './target.js';

/** What is wrong with a target, each with the name of its setting; nothing for one that can be worked with. */
export function faultsOf(target: Target): readonly string[] {
  const { slots, ratePerSecond, baseUrl, endpoint, timeoutMs, connectTimeoutMs, oauth } = target;
  return found([
    [!isWhole(slots), 'slots must be a whole number of at least 1'],
    [!/^https?:$/.test(endpoint.protocol), 'baseUrl must be http or https'],
    [hasUser(baseUrl), 'baseUrl must be without user or password'],
    [/[?#]/.test(baseUrl), 'baseUrl must be without query or fragment'],
    [ratePerSecond !== undefined && !(ratePerSecond > 0), 'ratePerSecond must be over 0'],
    [!(timeoutMs > 0 && connectTimeoutMs > 0), 'timeoutMs and connectTimeoutMs must be over 0'],
    [oauth !== undefined && !/^https?:\/\/[^/]/.test(oauth.tokenUrl), 'oauth.tokenUrl must be http or https'],
    [oauth !== undefined && hasUser(oauth.tokenUrl), 'oauth.tokenUrl must be without user or password'],
    [oauth !== undefined && oauth.tokenUrl.includes('#'), 'oauth.tokenUrl must be without fragment'],
    [oauth?.clientId === '', 'oauth.clientId is empty'],
    ...retryFaults(target.retry),
    ...breakerFaults(target.breaker),
  ]);
}

type Check = readonly [wrong: boolean, what: string];

/** A schedule whose listed waits already add up to its end would give calls up before they have had all of them. */
function retryFaults({ delaysMs, jitter, giveUpAfterMs }: RetryPolicy): readonly Check[] {
  const listedMs = delaysMs.reduce((sum, delay) => sum + delay, 0);
  return [
    [delaysMs.length === 0, 'retry.delaysMs is empty'],
    [delaysMs.some((delay) => !(delay > 0)), 'retry.delaysMs must be over 0'],
    [!(jitter >= 0 && jitter < 1), 'retry.jitter must be from 0 up to 1'],
    [!(listedMs < giveUpAfterMs), `retry.delaysMs add up to ${listedMs}, which is not below retry.giveUpAfterMs`],
  ];
}

function breakerFaults({ failureShare, minimumCalls, windowMs, openMs, probes, rampMs }: BreakerPolicy): readonly Check[] {
  return [
    [!(failureShare > 0 && failureShare <= 1), 'breaker.failureShare must be over 0, and 1 at most'],
    [!isWhole(minimumCalls) || !isWhole(probes), 'breaker.minimumCalls and breaker.probes must be whole numbers of at least 1'],
    [!(windowMs > 0 && openMs > 0 && rampMs >= 0), 'breaker.windowMs and breaker.openMs must be over 0, breaker.rampMs not below'],
  ];
}

/** Nothing sends them from there, and wherever the address is shown, as in every span, they would be read. */
function hasUser(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function found(checks: readonly Check[]): readonly string[] {
  return checks.flatMap(([wrong, what]) => (wrong ? [what] : []));
}
