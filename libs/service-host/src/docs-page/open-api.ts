import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { problemKinds } from '../problem/problem.js';
import { problemPage } from './problem-page.js';

/** Serves the OpenAPI document at `/openapi.json`, its page at `/docs`, and one page per problem under `/problems/`. */
export function addOpenApi(app: NestFastifyApplication, config: ServiceConfig): void {
  const description = new DocumentBuilder()
    .setTitle(config.serviceName)
    .setDescription('Every answer that is not a success is an RFC 9457 problem; see /problems.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'branch')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'operator')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'openapi.json',
  });
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
