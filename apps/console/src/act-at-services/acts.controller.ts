import { Answers, bearerToken, JsonBody } from '@kervan/service-host';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { redrivePreview } from '../ask-services/held-views.js';
import { serviceProblem } from '../ask-services/service.problems.js';
import { type SendingAnswer, Services } from '../ask-services/services.js';
import { ForOperators } from '../request/for-operators.js';
import { actProblem } from './act.problems.js';
import { type ActRequest, actRequest, dryRunRequest, type Errand, errandOf } from './act-request.js';

const taken = z.object({ service: z.string().describe('Who has taken it.') });
const dryRun = redrivePreview.omit({ asOf: true }).extend({
  deadTo: z.iso.datetime().describe('Pass it in the filter of the act, so that nothing is in it that died later.'),
});

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
    const errand = errandOf(asked);
    const answer = await this.carry(errand, request);
    if (answer.status < 300) return void reply.send({ service: errand.service });
    refuse(answer, reply);
  }

  @Post('dry-run')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tells which held messages would be handled again together, and changes nothing' })
  @Answers(200, 'What would be done.', dryRun)
  @ApiResponse({ status: 422, description: 'service-unknown; or as the service refuses it' })
  @ApiResponse({ status: 502, description: 'service-failed' })
  @ApiResponse({ status: 503, description: 'service-unavailable' })
  async try(
    @Req() request: FastifyRequest,
    @JsonBody(dryRunRequest) asked: z.output<typeof dryRunRequest>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body, ...errand } = errandOf(asked);
    const answer = await this.carry({ ...errand, body: { ...body, dryRun: true } }, request);
    if (answer.status >= 300) return refuse(answer, reply);
    const { success, data } = redrivePreview.safeParse(answer.body);
    if (!success) throw actProblem('service-failed');
    const { asOf, ...told } = data;
    void reply.send({ ...told, deadTo: asked.filter.deadTo ?? asOf });
  }

  private async carry({ service, path, body }: Errand, request: FastifyRequest): Promise<SendingAnswer> {
    if (!this.services.knows(service)) throw serviceProblem('service-unknown');
    const answer = await this.services.send(service, { path, body, key: bearerToken(request) ?? '' });
    if (answer === undefined) throw actProblem('service-unavailable');
    return answer;
  }
}

/** Passes the refusal of a service on as it is. @throws {Problem} `service-failed` for what is none. */
function refuse({ status, problem }: SendingAnswer, reply: FastifyReply): void {
  if (!problem || status < 400 || status >= 500 || status === 401) throw actProblem('service-failed');
  void reply.status(status).type('application/problem+json').serializer(JSON.stringify).send(problem);
}
