import type { DocumentDetails, TimelineStep } from '../../../src/views';
import { formatAmount, formatSpan, formatTime, zone } from '../format';
import { documentWords, happenings } from '../words/document';
import { stepName } from '../words/documents';
import { generalWords } from '../words/general';

/** All that happened to an order, from the first to the last: what, when, where, under which number, how long. */
export function Timeline({ document }: { readonly document: DocumentDetails }) {
  const { timeline, trace } = document;
  const [first, last] = [timeline[0], timeline.at(-1)];
  const span = first && last ? Date.parse(last.at) - Date.parse(first.at) : 0;
  return (
    <section aria-labelledby="timeline" className="way">
      <div className="section-head">
        <h2 id="timeline">{documentWords.timeline}</h2>
        <p className="quiet small">
          {documentWords.steps(timeline.length)} · {documentWords.span(formatSpan(span))} · {documentWords.timesIn(zone)}
        </p>
      </div>
      <ol className="timeline">
        {timeline.map((step) => (
          <Step key={step.messageId} step={step} traceId={trace?.traceId} />
        ))}
      </ol>
    </section>
  );
}

interface StepProps {
  readonly step: TimelineStep;
  /** The order's trace: a step with another one has its own link. */
  readonly traceId: string | undefined;
}

const namesItsStep = new Set<TimelineStep['kind']>(['StepDeadlineReached', 'OrderNeedsAttention', 'OrderAttentionResolved']);

function Step({ step, traceId }: StepProps) {
  const { kind, at, service, reference, amount, currency, code, detail, outcome, trace } = step;
  const about = namesItsStep.has(kind) ? step.step : null;
  return (
    <li className={`step step-${outcome}`}>
      <div className="step-main">
        <h3>
          {happenings[kind]}
          {about !== null && <span className="about"> · {stepName(about)}</span>}
          {outcome === 'failed' && <span className="failed-mark">{documentWords.failed}</span>}
        </h3>
        <Took step={step} />
      </div>
      <p className="step-facts">
        <time dateTime={at}>{formatTime(at)}</time>
        <span>{documentWords.in(service ?? generalWords.unknownService)}</span>
        {reference !== null && <span className="reference">{reference}</span>}
        {amount !== null && <span>{formatAmount(amount, currency)}</span>}
        {trace?.url && trace.traceId !== traceId && (
          <a href={trace.url} target="_blank" rel="noreferrer">
            {documentWords.same}
          </a>
        )}
      </p>
      {detail && (
        <p className="detail">
          {detail} {code && <code>{code}</code>}
        </p>
      )}
    </li>
  );
}

function Took({ step: { tookMs, since } }: { readonly step: TimelineStep }) {
  if (tookMs === null || since === null) return <span className="took quiet">{documentWords.first}</span>;
  return (
    <span className="took" title={documentWords.after[since]}>
      +{formatSpan(tookMs)} <span className="hidden">{documentWords.after[since]}</span>
    </span>
  );
}
