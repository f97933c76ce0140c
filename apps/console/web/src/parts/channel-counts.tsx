import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { DocumentState } from '../../../src/follow-orders/document-state';
import type { ChannelCount } from '../../../src/views';
import { countsQuery } from '../queries';
import { formatDay } from '../format';
import { channelName, states } from '../words/documents';
import { locale } from '../words/language';
import { countWords } from '../words/start';
import { FromIntake } from './from-intake';
import { MovingNumber } from './moving-number';
import { Answered, Notice } from './notices';
import { Spoken } from './spoken';

type Span = 'today' | 'all';

/** How many there are, then in how many each state is. */
const columns = [undefined, ...Object.values(DocumentState)] as const;

const nameOf = (state: DocumentState | undefined): string => (state === undefined ? countWords.total : states[state]);

/** How many orders of each channel are in each state, as they move; each number leads to its orders. */
export function ChannelCounts() {
  const [span, setSpan] = useState<Span>('today');
  const query = useQuery(countsQuery);
  return (
    <section aria-labelledby="counts" className="panel">
      <div className="section-head">
        <h2 id="counts">{countWords.title}</h2>
        <SpanChoice span={span} onChange={setSpan} />
      </div>
      <Answered query={query}>
        {({ counts, day, incomplete }) => {
          const shown = counts.filter((count) => count[span] > 0);
          return (
            <FromIntake
              incomplete={incomplete}
              isEmpty={shown.length === 0}
              none={
                <Notice title={span === 'today' ? countWords.empty : countWords.emptyAll}>
                  <p className="quiet">{countWords.emptyHelp}</p>
                </Notice>
              }
            >
              <CountsTable shown={shown} day={day} span={span} />
            </FromIntake>
          );
        }}
      </Answered>
    </section>
  );
}

function SpanChoice({ span, onChange }: { readonly span: Span; readonly onChange: (span: Span) => void }) {
  return (
    <fieldset className="choice">
      <legend className="hidden">{countWords.span}</legend>
      {(['today', 'all'] as const).map((value) => (
        <label key={value}>
          <input type="radio" name="span" checked={span === value} onChange={() => onChange(value)} />
          <span>{countWords[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface CountsTableProps {
  /** At least one. */
  readonly shown: readonly ChannelCount[];
  readonly day: string;
  readonly span: Span;
}

/**
 * One row a channel, and one for all of them where there are several: how many there are, then how they stand.
 *
 * The roles say what the elements are anyway: some browsers forget it once they are laid out as cards.
 */
function CountsTable({ shown, day, span }: CountsTableProps) {
  const channels = [...new Set(shown.map(({ channel }) => channel))];
  const row = (of: readonly ChannelCount[], channel?: string) => (
    <CountsRow key={channel ?? ''} counts={of} span={span} channel={channel} day={span === 'today' ? day : undefined} />
  );
  return (
    <>
      <table className="counts" role="table">
        <caption>{span === 'today' ? formatDay(day) : countWords.ever}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {countWords.channel}
            </th>
            {columns.map((state) => (
              <th key={state ?? ''} scope="col" role="columnheader" className="numeric">
                {nameOf(state)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {channels.map((channel) => row(shown.filter((count) => count.channel === channel), channel))}
          {channels.length > 1 && row(shown)}
        </tbody>
      </table>
      <Spoken
        text={countWords.spoken(
          sum(shown, span),
          sum(shown.filter(({ state }) => state === 'needs_attention'), span),
        )}
      />
    </>
  );
}

interface CountsRowProps {
  readonly counts: readonly ChannelCount[];
  readonly span: Span;
  /** Undefined for all of them together. */
  readonly channel: string | undefined;
  readonly day: string | undefined;
}

function CountsRow({ counts, span, channel, day }: CountsRowProps) {
  return (
    <tr role="row" className={channel === undefined ? 'all-channels' : undefined}>
      <th scope="row" role="rowheader">
        {channel === undefined ? countWords.every : channelName(channel)}
      </th>
      {columns.map((state) => (
        <td key={state ?? ''} role="cell" className="numeric" data-name={nameOf(state)}>
          <CountLink
            {...{ channel, state, day }}
            value={sum(state === undefined ? counts : counts.filter((count) => count.state === state), span)}
          />
        </td>
      ))}
    </tr>
  );
}

interface CountLinkProps extends Pick<CountsRowProps, 'channel' | 'day'> {
  /** Undefined for all of them together. */
  readonly state: DocumentState | undefined;
  readonly value: number;
}

function CountLink({ channel, state, day, value }: CountLinkProps) {
  if (value === 0) return <span className="number none">0</span>;
  const of = channel === undefined ? countWords.every : channelName(channel);
  return (
    <Link
      to="/documents"
      search={{ ...(channel && { channel }), ...(state && { state }), ...(day && { day }), mode: 'live' }}
      className={`count count-${state ?? 'total'}`}
      aria-label={countWords.cell(value.toLocaleString(locale), of, nameOf(state))}
    >
      <MovingNumber value={value} />
    </Link>
  );
}

function sum(counts: readonly ChannelCount[], span: Span): number {
  return counts.reduce((total, count) => total + count[span], 0);
}
