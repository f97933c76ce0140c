import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problem/platform.problems.js';
import type { Problem } from '../problem/problem.js';
import { payloadTooLarge, StrangersRoom, UnreadBody } from './unread-body.js';

const STRANGERS_BYTES = 32 * 1024 * 1024;

/** What a service accepts as request bodies. */
export interface BodyRules {
  readonly limitBytes: number;
  readonly mediaTypes: readonly string[];
}

interface RouteWithBody {
  readonly body?: BodyRules;
}

/** What the bodies of one handler may be, where that is other than its service's. */
export function TakesBody(body: BodyRules): MethodDecorator {
  return RouteConfig({ body } satisfies RouteWithBody);
}

/** What the body of a request may be: by its route, else as the service has it. */
function bodyRulesOf(request: FastifyRequest, ofService: BodyRules): BodyRules {
  return (request.routeOptions.config as RouteWithBody | undefined)?.body ?? ofService;
}

const bodyless = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Takes request bodies as bytes, by size and content type alone: they are read once the guards have passed, so that a stranger
 * holds no memory, and parsed after the caller is known, so that it learns nothing of the form. {@link ReadBody} reads them.
 *
 * Too large: 413. Another media type, a charset that is not UTF-8, any Content-Encoding: 415. No body is decompressed. Where no
 * guard has asked for a key, as a signature needs the body: 503 while the process holds 32 MiB of such bodies.
 */
export function addBodyIntake(fastify: FastifyInstance, rules: BodyRules): void {
  fastify.removeAllContentTypeParsers();
  const room = new StrangersRoom(STRANGERS_BYTES);
  fastify.addContentTypeParser('*', (request, _payload, done) => {
    done(null, new UnreadBody(request, bodyRulesOf(request, rules).limitBytes, room));
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.is404 || bodyless.has(request.method)) return done();
    done(refusal(request, bodyRulesOf(request, rules)));
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // Node lets the rest of a body go, so that whoever is still sending it hears the answer; not of one that may have no end
    const isBounded = Number(request.headers['content-length']) <= bodyRulesOf(request, rules).limitBytes;
    if (hasBody(request) && !request.raw.complete && !isBounded) void reply.header('connection', 'close');
    done(null, payload);
  });
}

function refusal(request: FastifyRequest, rules: BodyRules): Problem | undefined {
  const { headers } = request;
  if (Number(headers['content-length'] ?? 0) > rules.limitBytes) return payloadTooLarge(rules.limitBytes);
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    return unsupported(rules, 'Content-Encoding is not accepted.');
  }
  const type = headers['content-type'];
  if (type === undefined) {
    return hasBody(request) ? unsupported(rules, 'Content-Type is missing.') : undefined;
  }
  const [mediaType = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  if (!rules.mediaTypes.includes(mediaType)) return unsupported(rules, 'This media type is not accepted.');
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) return unsupported(rules, 'Only UTF-8 is accepted.');
  return undefined;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function unsupported(rules: BodyRules, detail: string): Problem {
  return problem('unsupported-media-type', {
    detail,
    extensions: { accepted: rules.mediaTypes },
    headers: { accept: rules.mediaTypes.join(', ') },
  });
}
