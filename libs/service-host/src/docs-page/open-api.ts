import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ServiceConfig } from '../config/service-config.js';
import { type AppModule, HostModule } from '../host/host.module.js';
import { RequestLimits } from '../http/request-limits.js';
import { problemKinds } from '../problem/problem.js';
import { addProblems, operationsOf } from './problem-answers.js';
import { problemPage } from './problem-page.js';

/** The keys that operations name with `ApiBearerAuth`; each is an opaque text. */
const keys: Readonly<Record<string, string>> = {
  branch: 'An API key of a branch. What it may be used for are its scopes: sales:write, sales:read, sales:cancel.',
  operator: 'The operator key of this installation.',
};

/**
 * The OpenAPI document of a service, without starting it: nothing of it is made, no connection opened, no file read.
 *
 * It is what `/openapi.json` of the running service serves.
 */
export async function openApiOf(appModule: AppModule, config: ServiceConfig): Promise<OpenAPIObject> {
  const adapter = new FastifyAdapter();
  const limits = new RequestLimits(adapter.getInstance(), config.edge);
  const app = await NestFactory.create<NestFastifyApplication>(HostModule.around(appModule, config, limits), adapter, {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  return documentOf(app, descriptionOf(config));
}

/** Serves the OpenAPI document at `/openapi.json`, its page at `/docs`, and one page per problem under `/problems/`. */
export function addOpenApi(app: NestFastifyApplication, config: ServiceConfig): void {
  const description = descriptionOf(config);
  SwaggerModule.setup('docs', app, () => documentOf(app, description), { jsonDocumentUrl: 'openapi.json' });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/problems', (_request, reply) => {
    void reply.type('text/html; charset=utf-8').send(problemPage(problemKinds()));
  });
  fastify.get('/problems/:code', (request, reply) => {
    const { code } = request.params as { code: string };
    const kind = problemKinds().get(code);
    if (!kind) return reply.callNotFound();
    void reply.type('text/html; charset=utf-8').send(problemPage([[code, kind]]));
  });
}

function descriptionOf({ serviceName }: ServiceConfig): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setTitle(serviceName)
    .setDescription('Every answer that is not a success is an RFC 9457 problem; see /problems.')
    .setVersion('1')
    .build();
}

function documentOf(app: NestFastifyApplication, description: Omit<OpenAPIObject, 'paths'>): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, description);
  addProblems(document);
  const named = operationsOf(document).flatMap(({ security = [] }) => security.flatMap(Object.keys));
  const securitySchemes = Object.fromEntries(
    [...new Set(named)].map((name) => [name, { type: 'http' as const, scheme: 'bearer', description: keys[name] ?? 'A key.' }]),
  );
  return { ...document, components: { ...document.components, securitySchemes } };
}
