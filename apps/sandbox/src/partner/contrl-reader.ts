/** What a CONTRL says of an interchange (UCI). */
export interface ControlAnswer {
  readonly interchange: string;
  /** 4 refused, 7 acknowledged, 8 received. */
  readonly action: string;
  /** Why it was refused, where it says so (data element 0085), of the interchange or of one of its messages. */
  readonly code?: string;
}

/** Reads a CONTRL; anything else is `undefined`. */
export function readControl(text: string): ControlAnswer | undefined {
  const segments = segmentsOf(text);
  const type = segments.find(([tag]) => tag?.[0] === 'UNH')?.[2]?.[0];
  const [, reference, , , action, code] = segments.find(([tag]) => tag?.[0] === 'UCI') ?? [];
  const [, , , , ofMessage] = segments.find(([tag]) => tag?.[0] === 'UCM') ?? [];
  if (type !== 'CONTRL' || !reference?.[0] || !action?.[0]) return undefined;
  return { interchange: reference[0], action: action[0], code: code?.[0] || codeOfMessage(ofMessage) };
}

/** UCM: reference, identifier, action, error. */
function codeOfMessage(element: readonly string[] | undefined): string | undefined {
  return element?.[0] || undefined;
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
