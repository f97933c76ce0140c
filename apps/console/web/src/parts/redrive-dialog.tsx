import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import type { HeldCause } from '../../../src/ask-services/held-views';
import { carryOut, type DryRun, dryRun, type RedriveRequest } from '../api';
import { formatSpan, formatTime } from '../format';
import { acts } from '../words/acts';
import { heldWords, recordName } from '../words/held';
import { causeWords, redriveWords } from '../words/held-together';
import { locale } from '../words/language';
import { AskingDialog } from './asking-dialog';

/** Held messages that a person may have handled again together, in words. */
export interface OfferedRedrive extends Pick<RedriveRequest, 'service' | 'filter'> {
  readonly about: string;
}

interface RedriveDialogProps {
  readonly offered: OfferedRedrive;
  readonly onDone: (told: string) => void;
  readonly onClose: () => void;
}

const PER_SECOND = 2;

/**
 * Shows what would be handled again, cause by cause, which changes nothing, and then has that handled again: the same
 * filter, as of the same instant. More may be in it than in the row that it was asked from, such as other record types.
 *
 * One dialog orders one set, however often it is sent because it was not answered.
 */
export function RedriveDialog({ offered: { service, filter, about }, onDone, onClose }: RedriveDialogProps) {
  const [id] = useState(() => uuidv7());
  const [shown, setShown] = useState<DryRun>();
  const [perSecond, setPerSecond] = useState(PER_SECOND);
  const [force, setForce] = useState(false);
  const { done, ...told } = acts.redrive_batch;
  const count = shown ? shown.total - (force ? 0 : shown.loopGuarded) : 0;
  return (
    <AskingDialog
      {...told}
      submit={count > 0 ? redriveWords.submit(count) : redriveWords.look}
      about={about}
      onClose={onClose}
      send={async (who) => {
        const request = { service, filter, perSecond, force };
        if (!shown || count === 0) return setShown(await dryRun(request, who));
        await carryOut({ act: 'redrive_batch', id, ...request, filter: { ...filter, deadTo: shown.deadTo } }, who);
        onDone(done);
      }}
    >
      <Pace value={perSecond} onChange={setPerSecond} />
      <div role="status">
        {shown && (
          <WouldBe shown={shown} count={count} perSecond={perSecond}>
            <label className="agreement">
              <input type="checkbox" checked={force} onChange={({ target }) => setForce(target.checked)} />
              {redriveWords.force}
            </label>
          </WouldBe>
        )}
      </div>
    </AskingDialog>
  );
}

interface PaceProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Pace({ value, onChange }: PaceProps) {
  const id = useId();
  return (
    <div className="line">
      <label htmlFor={id}>{redriveWords.pace}</label>
      <input
        id={id}
        type="number"
        min={1}
        max={200}
        required
        value={Number.isNaN(value) ? '' : value}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
      <p id={`${id}-help`} className="quiet small">
        {redriveWords.paceHelp}
      </p>
    </div>
  );
}

interface WouldBeProps {
  readonly shown: DryRun;
  readonly count: number;
  readonly perSecond: number;
  /** What is asked about those that came back again and again. */
  readonly children: ReactNode;
}

/** Takes the focus, so that a key that is pressed twice does not do at once what is to be looked at first. */
function WouldBe({ shown: { total, loopGuarded, deadTo, byCause }, count, perSecond, children }: WouldBeProps) {
  const told = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => told.current?.focus(), []);
  if (total === 0) return <p className="dry-run">{redriveWords.nothing}</p>;
  return (
    <div ref={told} className="dry-run" tabIndex={-1}>
      <p>
        <strong>{redriveWords.would(count)}</strong>{' '}
        {count > 0 && perSecond >= 1 && redriveWords.takes(formatSpan(Math.ceil(count / perSecond) * 1_000))}
      </p>
      <ul aria-label={causeWords.title}>
        {byCause.map((of) => (
          <Counted key={JSON.stringify([of.cause, of.type, of.topic])} of={of} />
        ))}
      </ul>
      {loopGuarded > 0 && <p>{redriveWords.guarded(loopGuarded)}</p>}
      {loopGuarded > 0 && children}
      <p className="quiet small">{redriveWords.frozen(formatTime(deadTo))}</p>
    </div>
  );
}

/** How many of the set are held for one cause at one stage, of one record type and topic. */
function Counted({ of: { cause, type, topic, count } }: { readonly of: HeldCause }) {
  return (
    <li>
      {count.toLocaleString(locale)} × {cause ? <code>{cause.code}</code> : heldWords.behind} · {recordName(type)}
      <span className="under">{[cause && causeWords.stage(cause.stage), topic].filter(Boolean).join(' · ')}</span>
    </li>
  );
}
