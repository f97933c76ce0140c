import { Answers, bearerToken, JsonBody } from '@kervan/service-host';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Services } from '../ask-services/services.js';
import { ForOperators } from '../request/for-operators.js';
import { actProblem } from './act.problems.js';
import { type ActRequest, actRequest, errandOf } from './act-request.js';

const taken = z.object({ service: z.string().describe('Who has taken it.') });

/**
 * `POST /v1/acts`: has a service do what a person has decided, with that person's key.
 *
 * These acts and no other request reach a service from here. Each is decided once by the service that carries it out,
 * so that asking twice does nothing twice; its refusal is passed on as it is.
 */
@ApiTags('acts')
@Controller('v1/acts')
@ForOperators()
export class ActsController {
  constructor(private readonly services: Services) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Has a service do what a person has decided' })
  @Answers(202, 'The service has taken it.', taken)
  @ApiResponse({ status: 404, description: 'not-found' })
  @ApiResponse({ status: 409, description: 'As the service refuses it: it was decided before, or cannot be done now.' })
  @ApiResponse({ status: 422, description: 'service-unknown; or as the service refuses it' })
  @ApiResponse({ status: 502, description: 'service-failed' })
  @ApiResponse({ status: 503, description: 'service-unavailable' })
  async act(
    @Req() request: FastifyRequest,
    @JsonBody(actRequest) asked: ActRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { service, path, body } = errandOf(asked);
    if (!this.services.knows(service)) throw actProblem('service-unknown');
    const answer = await this.services.send(service, { path, body, key: bearerToken(request) ?? '' });
    if (answer === undefined) throw actProblem('service-unavailable');
    if (answer.status < 300) return void reply.send({ service });
    const refusal = answer.status >= 400 && answer.status < 500 && answer.status !== 401 ? answer.problem : undefined;
    if (!refusal) throw actProblem('service-failed');
    void reply.status(answer.status).type('application/problem+json').serializer(JSON.stringify).send(refusal);
  }
}
