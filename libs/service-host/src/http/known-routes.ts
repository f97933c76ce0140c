import type { FastifyInstance } from 'fastify';
import { problem } from '../problem/platform.problems.js';
import type { Problem } from '../problem/problem.js';

interface Route {
  readonly methods: readonly string[];
  readonly segments: readonly string[];
}

/** Knows the routes of a Fastify instance, to tell an unknown path (404) from an unknown method (405 with `Allow`). */
export class KnownRoutes {
  private readonly routes: Route[] = [];

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ method, url }) => {
      this.routes.push({ methods: [method].flat(), segments: url.split('/') });
    });
  }

  /** The problem of a request that no route took. */
  refusal(method: string, path: string): Problem {
    const segments = path.split('?', 1)[0]?.split('/') ?? [];
    const allowed = new Set(this.routes.filter((route) => matches(route, segments)).flatMap(({ methods }) => methods));
    if (allowed.size === 0) return problem('not-found', { detail: 'Nothing answers at this path: /docs lists what there is.' });
    if (allowed.has(method)) return problem('not-found');
    return problem('method-not-allowed', { headers: { allow: [...allowed].sort().join(', ') } });
  }
}

function matches({ segments }: Route, path: readonly string[]): boolean {
  return (
    segments.length === path.length &&
    segments.every((segment, index) => segment === path[index] || (segment.startsWith(':') && path[index] !== ''))
  );
}
