import { bearerToken, invalidToken } from '@kervan/service-host';
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Branch } from './branch-key.js';
import { BranchKeysFile } from './branch-keys.file.js';

const branches = new WeakMap<FastifyRequest, Branch>();

/** Lets only the bearer of a branch's API key pass; everyone else is answered 401 `invalid-token`. */
@Injectable()
export class BranchGuard implements CanActivate {
  constructor(private readonly keys: BranchKeysFile) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = bearerToken(request);
    const branch = token === undefined ? undefined : this.keys.branchOf(token);
    if (!branch) throw invalidToken();
    branches.set(request, branch);
    return true;
  }
}

/** Marks a controller as the branches': it needs `Authorization: Bearer <branch key>`. */
export function ForBranches(): MethodDecorator & ClassDecorator {
  return applyDecorators(UseGuards(BranchGuard), ApiBearerAuth('branch'));
}

/** Gives a handler the branch that the request's key belongs to. */
export const CallingBranch = createParamDecorator((_data: unknown, context: ExecutionContext): Branch => {
  const branch = branches.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!branch) throw new Error('a handler that needs the calling branch is not marked ForBranches');
  return branch;
});
