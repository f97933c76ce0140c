/** What a CONTRL says of an interchange (UCI) and of the messages in it (UCM). */
export interface ControlAnswer {
  readonly interchange: string;
  /** Of the whole interchange: 4 refused, 7 acknowledged, 8 received. */
  readonly action: string;
  /** The references of the messages that are refused, where the interchange is not. */
  readonly refusedMessages: readonly string[];
  /** Why the interchange, or the first of these messages, was refused, where it says so (data element 0085). */
  readonly code?: string;
}

const REFUSED = '4';

/** Reads a CONTRL; anything else is `undefined`. */
export function readControl(text: string): ControlAnswer | undefined {
  const segments = segmentsOf(text);
  const type = segments.find(([tag]) => tag?.[0] === 'UNH')?.[2]?.[0];
  const [, reference, , , action, code] = segments.find(([tag]) => tag?.[0] === 'UCI') ?? [];
  if (type !== 'CONTRL' || !reference?.[0] || !action?.[0]) return undefined;
  const refused = segments.filter(([tag, , , done]) => tag?.[0] === 'UCM' && done?.[0] === REFUSED);
  return {
    interchange: reference[0],
    action: action[0],
    refusedMessages: refused.map(([, message]) => message?.[0] ?? ''),
    code: code?.[0] || refused[0]?.[4]?.[0] || undefined,
  };
}

/** Tells whether a message of the interchange is refused, with the whole or by itself. */
export function isRefused({ action, refusedMessages }: Omit<ControlAnswer, 'code'>, message: string): boolean {
  return action === REFUSED || refusedMessages.includes(message);
}

/** Segments as elements as components, by the delimiters of UNA or the standard ones. */
function segmentsOf(text: string): string[][][] {
  const una = text.startsWith('UNA');
  const [component = ':', element = '+', , release = '?', , terminator = "'"] = una ? text.slice(3, 9) : ":+.? '";
  const segments: string[][][] = [];
  let segment: string[][] = [['']];
  let released = false;
  for (const letter of una ? text.slice(9) : text) {
    const components = segment.at(-1) ?? [];
    if (!released && letter === release) {
      released = true;
      continue;
    }
    if (!released && letter === component) components.push('');
    else if (!released && letter === element) segment.push(['']);
    else if (!released && letter === terminator) {
      segments.push(segment);
      segment = [['']];
    } else if (released || (letter !== '\r' && letter !== '\n')) {
      components.push(`${components.pop() ?? ''}${letter}`);
    }
    released = false;
  }
  return segments;
}
