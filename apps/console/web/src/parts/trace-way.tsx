import type { TraceLink } from '../../../src/views';
import { documentWords } from '../words/document';
import { generalWords } from '../words/general';

interface TraceWayProps {
  readonly trace: TraceLink | null;
  readonly orderNumber: string | null;
}

/** The way to a trace: a link where there is a tracing system, else the command that shows it. */
export function TraceWay({ trace, orderNumber }: TraceWayProps) {
  if (trace?.url) {
    return (
      <a href={trace.url} target="_blank" rel="noreferrer">
        {documentWords.openTrace}
      </a>
    );
  }
  if (orderNumber === null) return <span className="quiet">{generalWords.notKnownYet}</span>;
  return <code>{documentWords.traceCommand(orderNumber)}</code>;
}
