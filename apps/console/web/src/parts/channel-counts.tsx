import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { DocumentState } from '../../../src/follow-orders/document-state';
import type { ChannelCount, Counts } from '../../../src/views';
import { countsQuery } from '../queries';
import { formatDay } from '../format';
import { channelName, states, words } from '../words';
import { MovingNumber } from './moving-number';
import { Answered, Notice } from './notices';
import { Spoken } from './spoken';

type Span = 'today' | 'all';

const columns = Object.values(DocumentState);

/** How many orders of each channel are in each state, as they move; each number leads to its orders. */
export function ChannelCounts() {
  const [span, setSpan] = useState<Span>('today');
  const query = useQuery(countsQuery);
  return (
    <section aria-labelledby="counts" className="panel">
      <div className="section-head">
        <h2 id="counts">{words.counts.title}</h2>
        <SpanChoice span={span} onChange={setSpan} />
      </div>
      <Answered query={query}>{(counts) => <CountsTable counts={counts} span={span} />}</Answered>
    </section>
  );
}

function SpanChoice({ span, onChange }: { readonly span: Span; readonly onChange: (span: Span) => void }) {
  return (
    <fieldset className="choice">
      <legend className="hidden">{words.counts.span}</legend>
      {(['today', 'all'] as const).map((value) => (
        <label key={value}>
          <input type="radio" name="span" checked={span === value} onChange={() => onChange(value)} />
          <span>{words.counts[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function CountsTable({ counts: { counts, day }, span }: { readonly counts: Counts; readonly span: Span }) {
  const shown = counts.filter((count) => count[span] > 0);
  if (shown.length === 0) {
    return (
      <Notice title={span === 'today' ? words.counts.empty : words.counts.emptyAll}>
        <p className="quiet">{words.counts.emptyHelp}</p>
      </Notice>
    );
  }
  const numberOf = (channel: string, state: string) =>
    sum(shown.filter((count) => count.channel === channel && count.state === state), span);
  const channels = [...new Set(shown.map(({ channel }) => channel))];
  return (
    <>
      <table className="counts">
        <caption>{span === 'today' ? formatDay(day) : words.counts.all}</caption>
        <thead>
          <tr>
            <th scope="col">{words.counts.channel}</th>
            {columns.map((state) => (
              <th key={state} scope="col" className="numeric">
                {states[state]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel}>
              <th scope="row">{channelName(channel)}</th>
              {columns.map((state) => (
                <td key={state} className="numeric" data-name={states[state]}>
                  <CountLink
                    channel={channel}
                    state={state}
                    day={span === 'today' ? day : undefined}
                    value={numberOf(channel, state)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {channels.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{words.counts.total}</th>
              {columns.map((state) => (
                <td key={state} className="numeric" data-name={states[state]}>
                  <MovingNumber value={sum(shown.filter((count) => count.state === state), span)} />
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      <Spoken
        text={words.counts.spoken(
          sum(shown, span),
          sum(shown.filter(({ state }) => state === 'needs_attention'), span),
        )}
      />
    </>
  );
}

interface CountLinkProps {
  readonly channel: string;
  readonly state: DocumentState;
  readonly day: string | undefined;
  readonly value: number;
}

function CountLink({ channel, state, day, value }: CountLinkProps) {
  if (value === 0) return <span className="number none">0</span>;
  return (
    <Link
      to="/documents"
      search={{ channel, state, ...(day !== undefined && { day }) }}
      className={`count count-${state}`}
      aria-label={`${value} ${words.counts.cell(channelName(channel), states[state])}`}
    >
      <MovingNumber value={value} />
    </Link>
  );
}

function sum(counts: readonly ChannelCount[], span: Span): number {
  return counts.reduce((total, count) => total + count[span], 0);
}
