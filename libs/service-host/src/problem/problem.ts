/** Whether a request that ended in this problem left something behind. */
export const Recorded = {
  /** Nothing was recorded by this request. */
  nothing: 'nothing',
  /** An earlier request had recorded it; this one changed nothing. */
  earlier: 'earlier',
  /** It may or may not have been recorded. */
  unknown: 'unknown',
} as const;

export type Recorded = (typeof Recorded)[keyof typeof Recorded];

/** One entry of the error catalogue. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Whether the very same request may succeed later. */
  readonly retryable: boolean;
  readonly recorded: Recorded;
  readonly whatToDo: string;
}

/**
 * One thing found wrong: in the body at `pointer`, which is RFC 6901 as a URI fragment (`#/lines/0/amount`), or in the
 * query parameter that `parameter` names.
 */
export interface ProblemFinding {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly detail?: string;
  readonly expected?: string;
  readonly actual?: string;
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly ProblemFinding[];
  /** Response headers, for instance `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem object, for instance `limitBytes`. */
  readonly extensions?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly cause?: unknown;
}

/**
 * An answer to a caller that is not a success, made from the catalogue; rendered as RFC 9457
 * `application/problem+json`.
 *
 * Carries no secret, no personal data and no inner detail: all of it is sent.
 */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly kind: ProblemKind,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? kind.title, { cause: options.cause });
    this.name = 'Problem';
  }
}

/** Makes problems of one part of the catalogue, by code. */
export interface ProblemCatalogue<Code extends string> {
  (code: Code, options?: ProblemOptions): Problem;
  readonly kinds: Readonly<Record<Code, ProblemKind>>;
}

const catalogue = new Map<string, ProblemKind>();

/** The error catalogue as far as this process has loaded it, by code. */
export function problemKinds(): ReadonlyMap<string, ProblemKind> {
  return catalogue;
}

/**
 * Adds a part to the error catalogue: what it defines is all that its maker can make.
 *
 * @throws when a code is defined already: each has one meaning.
 */
export function defineProblems<const Code extends string>(
  kinds: Readonly<Record<Code, ProblemKind>>,
): ProblemCatalogue<Code> {
  for (const [code, kind] of Object.entries<ProblemKind>(kinds)) {
    if (catalogue.has(code)) throw new Error(`the problem ${code} is defined twice`);
    catalogue.set(code, kind);
  }
  const make = (code: Code, options?: ProblemOptions): Problem => new Problem(code, kinds[code], options);
  return Object.assign(make, { kinds });
}
