import { bearerToken, insufficientScope, invalidToken, RequestLimits } from '@kervan/service-host';
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Branch, Scope } from './branch-key.js';
import { BranchKeysFile } from './branch-keys.file.js';

const branches = new WeakMap<FastifyRequest, Branch>();

const SCOPE = 'kervan:branch-scope';

/**
 * Lets only the bearer of a branch's API key pass that is valid now, has the scope of the controller and has not sent too
 * much in this minute.
 */
@Injectable()
export class BranchGuard implements CanActivate {
  constructor(
    private readonly keys: BranchKeysFile,
    private readonly limits: RequestLimits,
    private readonly reflector: Reflector,
  ) {}

  /** @throws {Problem} 401 `invalid-token`, 403 `insufficient-scope`, 429 `rate-limited`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const token = bearerToken(request);
    const key = token === undefined ? undefined : this.keys.find(token);
    if (!key) throw await this.limits.refusal(request, invalidToken());
    await this.limits.take({ request, reply: http.getResponse<FastifyReply>() }, key.hash, key.requestsPerMinute);
    const scope = this.reflector.get<Scope>(SCOPE, context.getClass());
    if (!key.scopes.has(scope)) throw insufficientScope(scope);
    branches.set(request, key.branch);
    return true;
  }
}

/** Marks a controller as the branches': it needs `Authorization: Bearer <branch key>` with that scope. */
export function ForBranches(scope: Scope): ClassDecorator {
  return applyDecorators(
    SetMetadata(SCOPE, scope),
    UseGuards(BranchGuard),
    ApiBearerAuth('branch'),
    ApiResponse({ status: 403, description: `insufficient-scope: the key lacks ${scope}` }),
  );
}

/** Gives a handler the branch that the request's key belongs to. */
export const CallingBranch = createParamDecorator((_data: unknown, context: ExecutionContext): Branch => {
  const branch = branches.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!branch) throw new Error('a handler that needs the calling branch is not marked ForBranches');
  return branch;
});
