/** A segment of an interchange as elements as components. */
type Segment = readonly (readonly string[])[];

const REFUSED = '4';

/** The control reference of an interchange (UNB 0020); undefined where the file has none that can be read. */
export function controlReferenceOf(content: Buffer): string | undefined {
  return segmentsOf(content).find(([tag]) => tag?.[0] === 'UNB')?.[5]?.[0];
}

/** What a CONTRL says. */
export interface Control {
  /** The control reference of the interchange that it answers. */
  readonly answers?: string;
  /** Whether it refuses the interchange or a message of it. */
  readonly refuses: boolean;
  /** For people, a segment on a line. */
  readonly text: string;
}

/** Reads a CONTRL. */
export function readControl(content: Buffer): Control {
  const segments = segmentsOf(content);
  const refuses = segments.some(([tag, , ...rest]) => {
    if (tag?.[0] === 'UCI') return rest[2]?.[0] === REFUSED;
    return tag?.[0] === 'UCM' && rest[1]?.[0] === REFUSED;
  });
  const answers = segments.find(([tag]) => tag?.[0] === 'UCI')?.[1]?.[0];
  const text = segments.map((elements) => elements.map((components) => components.join(':')).join('+')).join('\n');
  return { answers, refuses, text };
}

/** Reads segments by the delimiters of UNA, or the standard ones (ISO 9735); released characters lose their release. */
function segmentsOf(content: Buffer): Segment[] {
  const whole = content.toString('latin1').replace(/^\s+/, '');
  const una = whole.startsWith('UNA') ? whole.slice(3, 9) : ":+.? '";
  const [component, element, , release, , terminator] = una;
  const segments: string[][][] = [];
  let segment: string[][] = [['']];
  let released = false;
  for (const letter of whole.startsWith('UNA') ? whole.slice(9) : whole) {
    const components = segment.at(-1) ?? [];
    if (!released && letter === release && release !== ' ') {
      released = true;
      continue;
    }
    if (!released && letter === component) components.push('');
    else if (!released && letter === element) segment.push(['']);
    else if (!released && letter === terminator) {
      segments.push(segment);
      segment = [['']];
    } else if (released || !/[\r\n]/.test(letter)) components.push(`${components.pop() ?? ''}${letter}`);
    released = false;
  }
  return segments;
}
