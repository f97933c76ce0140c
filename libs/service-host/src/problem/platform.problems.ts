import { defineProblems } from './problem.js';

const nothing = { recorded: 'nothing', retryable: false } as const;

/** Problems that every service can answer. */
export const problem = defineProblems({
  'body-missing': {
    ...nothing,
    status: 400,
    title: 'The request has no body',
    whatToDo: 'Send the JSON document that the OpenAPI page of this service describes.',
  },
  'malformed-json': {
    ...nothing,
    status: 400,
    title: 'The body is not well-formed JSON',
    whatToDo: 'Correct the JSON at the byte that the detail names (RFC 8259) and send it again.',
  },
  'duplicate-json-key': {
    ...nothing,
    status: 400,
    title: 'A JSON object holds the same key twice',
    whatToDo: 'Send each key once: receivers disagree on which of two values counts.',
  },
  'forbidden-key': {
    ...nothing,
    status: 400,
    title: 'A JSON key is not allowed',
    whatToDo: 'Remove the keys __proto__, constructor and prototype.',
  },
  'too-deep': {
    ...nothing,
    status: 400,
    title: 'The JSON document is nested too deeply',
    whatToDo: 'Send at most the depth that the detail names.',
  },
  'too-large': {
    ...nothing,
    status: 413,
    title: 'A JSON array or object has too many members',
    whatToDo: 'Send at most the number of members that the detail names.',
  },
  'invalid-encoding': {
    ...nothing,
    status: 400,
    title: 'The body is not plain UTF-8',
    whatToDo: 'Encode the body as UTF-8 without byte order mark, NUL or lone surrogates.',
  },
  'malformed-request': {
    ...nothing,
    status: 400,
    title: 'The request is not well-formed HTTP',
    whatToDo: 'Correct the request line, path or headers.',
  },
  'validation-failed': {
    ...nothing,
    status: 422,
    title: 'The request does not have the documented form',
    whatToDo: 'Correct each field in `errors` and send it again.',
  },
  'unsupported-media-type': {
    ...nothing,
    status: 415,
    title: 'The content type or encoding is not accepted',
    whatToDo: 'Send one of the media types in `accepted`, in UTF-8 and without Content-Encoding.',
  },
  'payload-too-large': {
    ...nothing,
    status: 413,
    title: 'The body is too large',
    whatToDo: 'Send at most `limitBytes` bytes.',
  },
  'request-timeout': {
    ...nothing,
    status: 408,
    retryable: true,
    title: 'The request did not arrive in time',
    whatToDo: 'Send it again, whole.',
  },
  'uri-too-long': {
    ...nothing,
    status: 414,
    title: 'The path is too long',
    whatToDo: 'Correct the path.',
  },
  'not-found': {
    ...nothing,
    status: 404,
    title: 'There is nothing here for you',
    whatToDo: 'Check the path and the id; what belongs to another is not shown either.',
  },
  'method-not-allowed': {
    ...nothing,
    status: 405,
    title: 'This path does not take this method',
    whatToDo: 'Use one of the methods in the Allow header.',
  },
  'invalid-token': {
    ...nothing,
    status: 401,
    title: 'The key is missing or not valid',
    whatToDo: 'Send a valid key as `Authorization: Bearer <key>`.',
  },
  'insufficient-scope': {
    ...nothing,
    status: 403,
    title: 'The key does not allow this',
    whatToDo: 'Use a key with the scope in `required`.',
  },
  'address-not-allowed': {
    ...nothing,
    status: 403,
    title: 'Requests are not taken from this address',
    whatToDo: 'Send it from an address that is allowed here, or have yours allowed by whoever runs this installation.',
  },
  'rate-limited': {
    ...nothing,
    status: 429,
    retryable: true,
    title: 'Too many requests',
    whatToDo: 'Wait for the seconds in Retry-After, then send it again.',
  },
  'request-refused': {
    ...nothing,
    status: 400,
    title: 'The request cannot be taken',
    whatToDo: 'Correct the request; the correlation id leads support to its log lines.',
  },
  'dependency-unavailable': {
    status: 503,
    retryable: true,
    recorded: 'unknown',
    title: 'Try again soon',
    whatToDo: 'Send the same request again after the seconds in Retry-After.',
  },
  'intake-full': {
    ...nothing,
    status: 503,
    retryable: true,
    title: 'Too much is arriving at this moment',
    whatToDo: 'Send the same request again after the seconds in Retry-After.',
  },
  'shutting-down': {
    ...nothing,
    status: 503,
    retryable: true,
    title: 'This instance is going away',
    whatToDo: 'Send the same request again: another instance takes it.',
  },
  'internal-error': {
    status: 500,
    retryable: true,
    recorded: 'unknown',
    title: 'Something went wrong here',
    whatToDo: 'Send the same request again; if it stays, give the correlation id to support.',
  },
});
