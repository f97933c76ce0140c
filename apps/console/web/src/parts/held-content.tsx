import { type ReactNode, useId, useState } from 'react';
import type { HeldDetails } from '../../../src/ask-services/held-views';
import { fieldsOf, isJsonObject, type Json, objectIn, patchBetween } from '../patch-between';
import { heldWords, recordName } from '../words/held';
import { ActButton } from './acts';

interface HeldContentProps {
  readonly service: string;
  readonly message: HeldDetails;
  /** Whether it may still be changed. */
  readonly isOpen: boolean;
}

const written = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** What the message holds; beside it, where a person has changed it or may, what it came with. */
export function HeldContent({ service, message, isOpen }: HeldContentProps) {
  const { data, original, unreadable } = message;
  const isAway = unreadable === 'registry-unavailable';
  return (
    <section aria-labelledby="holds" className="further">
      <h2 id="holds">{heldWords.content}</h2>
      <p className="quiet">{heldWords.masked}</p>
      <div className="beside">
        {(original !== null || isOpen) && <Shown title={heldWords.original} content={original ?? message} />}
        {(!isOpen || (isAway && original !== null)) && <Shown title={heldWords.now} content={message} />}
        {isOpen && data === null && !isAway && message.type !== null && <Anew service={service} message={message} />}
        {isOpen && isJsonObject(data as Json) && (
          <Editor service={service} message={message} data={data as { readonly [name: string]: Json }} />
        )}
      </div>
    </section>
  );
}

interface ShownProps {
  readonly title: string;
  readonly content: Pick<HeldDetails, 'data' | 'unreadable' | 'valueBytes'>;
}

function Shown({ title, content: { data, unreadable, valueBytes } }: ShownProps) {
  const isAway = unreadable === 'registry-unavailable';
  return (
    <div>
      <h3>{title}</h3>
      {data === null ? (
        <p className="quiet">{isAway ? heldWords.notNow : heldWords.unreadable(valueBytes ?? 0)}</p>
      ) : (
        <pre className="content" tabIndex={0} role="region" aria-label={title}>
          {written(data)}
        </pre>
      )}
    </div>
  );
}

interface RecordFieldProps {
  readonly text: string;
  readonly onWrite: (text: string) => void;
  /** What is to be said of what is written. */
  readonly children: ReactNode;
}

/** Where a record is written, as JSON. */
function RecordField({ text, onWrite, children }: RecordFieldProps) {
  const field = useId();
  return (
    <>
      <h3>
        <label htmlFor={field}>{heldWords.edited}</label>
      </h3>
      <textarea
        id={field}
        className="content"
        spellCheck={false}
        autoComplete="off"
        value={text}
        aria-describedby={`${field}-told`}
        onChange={({ target }) => onWrite(target.value)}
      />
      <div id={`${field}-told`} role="status">
        {children}
      </div>
    </>
  );
}

/** Writes the whole record in the place of what cannot be read. */
function Anew({ service, message: { id, type, key, sha256: seen } }: Omit<HeldContentProps, 'isOpen'>) {
  const [text, setText] = useState('');
  const value = objectIn(text);
  return (
    <div>
      <RecordField text={text} onWrite={setText}>
        {value ? null : <p className="quiet">{heldWords.wholeRecord(recordName(type))}</p>}
      </RecordField>
      {value && (
        <p className="acts">
          <ActButton
            request={{ act: 'edit_held', service, id, value, seen }}
            about={heldWords.about(type, key)}
            whenDone={() => setText('')}
          />
        </p>
      )}
    </div>
  );
}

interface EditorProps {
  readonly service: string;
  readonly message: HeldDetails;
  readonly data: { readonly [name: string]: Json };
}

/**
 * Changes what the message holds. What is sent are the changes alone: what is masked stays as it is.
 *
 * They are changes to what was shown when one began to write; where somebody else has changed it since, that is said
 * first, and where the page has not heard of it yet, the service refuses them. Once they are made nothing of them stays
 * here: what was written may be a personal value, which is masked from then on.
 */
function Editor({ service, message: { id, type, key, sha256 }, data }: EditorProps) {
  const [base, setBase] = useState({ data, sha256 });
  const [text, setText] = useState<string>();
  const wanted = objectIn(text ?? written(data));
  const isChanged = wanted === undefined || fieldsOf(patchBetween(data, wanted)).length > 0;
  const isStale = isChanged && base.sha256 !== sha256;
  const mergePatch = wanted && isChanged ? patchBetween(base.data, wanted) : {};
  const fields = fieldsOf(mergePatch).join(' ');
  return (
    <div>
      <RecordField
        text={text ?? written(data)}
        onWrite={(next) => {
          if (!isChanged) setBase({ data, sha256 });
          setText(next);
        }}
      >
        {wanted === undefined && <p className="failure">{heldWords.noJson}</p>}
        {fields !== '' && (
          <p>
            {heldWords.changes} <code>{fields}</code>
          </p>
        )}
        {isStale && <p className="failure">{heldWords.editedMeanwhile}</p>}
      </RecordField>
      {isChanged && (
        <p className="acts">
          {fields !== '' && !isStale && (
            <ActButton
              request={{ act: 'edit_held', service, id, mergePatch, seen: base.sha256 }}
              about={`${heldWords.about(type, key)} · ${fields}`}
              whenDone={() => setText(undefined)}
            />
          )}
          <button type="button" className="second act" onClick={() => setText(undefined)}>
            {heldWords.backToNow}
          </button>
        </p>
      )}
    </div>
  );
}
