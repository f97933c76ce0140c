import { applyDecorators, Header } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';

/** How long a handler will still be there. */
export interface Deprecation {
  /** Since when it should not be used any more, as an ISO 8601 instant. */
  readonly since: string;
  /** From when on it may be gone. */
  readonly sunset: string;
  /** The path of what takes its place. */
  readonly successor: string;
}

/**
 * Marks a handler that goes away: each of its answers says so in `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link`
 * (RFC 5829), and the OpenAPI page shows it struck out.
 */
export function Deprecated({ since, sunset, successor }: Deprecation): MethodDecorator {
  return applyDecorators(
    Header('Deprecation', `@${Date.parse(since) / 1_000}`),
    Header('Sunset', new Date(sunset).toUTCString()),
    Header('Link', `<${successor}>; rel="successor-version"`),
    ApiOperation({ deprecated: true }),
  );
}
