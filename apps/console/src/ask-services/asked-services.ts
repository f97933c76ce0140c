import { serviceProblem } from './service.problems.js';

/** Which of these services are asked: all, or the one that is named. @throws {Problem} `service-unknown` if it is none of them. */
export function askedOf(services: readonly string[], named: string | undefined): readonly string[] {
  if (named === undefined) return services;
  if (!services.includes(named)) throw serviceProblem('service-unknown');
  return [named];
}
