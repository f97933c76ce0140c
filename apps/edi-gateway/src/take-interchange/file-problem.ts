import type { SyntaxFault } from '../edifact/syntax-fault.js';
import { type Problem, problemBody } from '@kervan/service-host';
import { ediProblems } from './edi.problems.js';

/** A problem of a file as it is kept and written beside it: the problem object of HTTP, with places in the file. */
export type FileProblem = Readonly<Record<string, unknown>>;

const MAX_FAULTS = 20;

/** The problem that a file has; the first fault is the cause. @param id of the interchange. */
export function problemOfFaults(faults: readonly SyntaxFault[], id: string, typeBase: string): FileProblem {
  const [cause] = faults;
  if (!cause) throw new Error('a problem needs a fault');
  const { segment, segmentInMessage, offset, tag, element } = cause;
  return {
    ...problemOfFile(ediProblems(cause.problem, { detail: cause.detail }), id, typeBase),
    segment,
    ...(segmentInMessage !== undefined && { segmentInMessage }),
    ...(tag !== undefined && { tag }),
    ...(element !== undefined && { element }),
    offset,
    errors: faults.slice(0, MAX_FAULTS).map(({ problem, code: syntaxError, ...fault }) => ({
      code: problem,
      syntaxError,
      ...fault,
    })),
    ...(faults.length > MAX_FAULTS && { errorsTotal: faults.length }),
  };
}

/** A problem that has no place in the file. */
export function problemOfFile(problem: Problem, id: string, typeBase: string): FileProblem {
  return problemBody(problem, { requestId: id, correlationId: id }, typeBase);
}
