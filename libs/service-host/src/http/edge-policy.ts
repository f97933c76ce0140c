import { z } from 'zod';
import { AddressRanges } from './address-ranges.js';

/** Who may send requests to a service, and how many. */
export interface EdgePolicy {
  /** The only clients that are answered; all where it is absent. Probes and metrics are for every client. */
  readonly allowedAddresses?: AddressRanges;
  /** Whose `X-Forwarded-For` is believed; by default nobody's. */
  readonly trustedProxies: AddressRanges;
  /** What one caller may send in a minute to one process, unless its key says otherwise. */
  readonly requestsPerMinute: number;
  /** So many refused keys and signatures in a minute are told one client address; the next are told to wait. */
  readonly refusalsPerMinute: number;
}

const ranges = z.string().transform((text, context): AddressRanges => {
  try {
    return new AddressRanges(text.split(',').map((entry) => entry.trim()));
  } catch {
    context.addIssue({ code: 'custom', message: 'expected addresses and ranges (10.0.0.0/8, fd00::/8) with commas between' });
    return z.NEVER;
  }
});

const count = z.coerce.number().int().min(1).max(10_000_000);

/** The settings that an {@link EdgePolicy} is read from. */
export const edgeSettings = {
  HTTP_ALLOWED_ADDRESSES: ranges.optional(),
  HTTP_TRUSTED_PROXIES: ranges.default(() => new AddressRanges([])),
  HTTP_REQUESTS_PER_MINUTE: count.default(6_000),
  HTTP_REFUSALS_PER_MINUTE: count.default(60),
} as const;

/** What those settings say. */
export function edgePolicy(read: z.output<z.ZodObject<typeof edgeSettings>>): EdgePolicy {
  return {
    ...(read.HTTP_ALLOWED_ADDRESSES && { allowedAddresses: read.HTTP_ALLOWED_ADDRESSES }),
    trustedProxies: read.HTTP_TRUSTED_PROXIES,
    requestsPerMinute: read.HTTP_REQUESTS_PER_MINUTE,
    refusalsPerMinute: read.HTTP_REFUSALS_PER_MINUTE,
  };
}
