import { Inject, Injectable } from '@nestjs/common';
import { currentContext, type Problem, problemBody, SERVICE_CONFIG, type ServiceConfig } from '@kervan/service-host';
import { newId } from '@kervan/messaging';
import type { Answer } from './answer.js';

/** Makes answers of problems that are kept, so that the same request gets the very same problem again. */
@Injectable()
export class ProblemAnswers {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: ServiceConfig) {}

  answer(problem: Problem): Answer {
    const requestId = newId();
    const context = currentContext() ?? { requestId, correlationId: requestId };
    return {
      status: problem.kind.status,
      body: problemBody(problem, context, this.config.problemTypeBase),
      replayed: false,
    };
  }
}
