import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { ApiFailure, carryOut } from '../api';
import { operatorName, rememberName } from '../session';
import { acts, refusals, words } from '../words';
import type { OfferedAct } from './acts';

interface ActDialogProps {
  readonly offered: OfferedAct;
  readonly onDone: (told: string) => void;
  readonly onClose: () => void;
}

/**
 * Asks who acts and why, and carries the act out; a refusal is told in words, and what was typed stays.
 *
 * While an act is under way nothing sends it a second time, and the dialog stays open for its answer.
 */
export function ActDialog({ offered: { request, about, agreement }, onDone, onClose }: ActDialogProps) {
  const { title, meaning, submit, done } = acts[request.act];
  const dialog = useRef<HTMLDialogElement>(null);
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const queries = useQueryClient();
  const id = useId();

  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLInputElement>(operatorName() === '' ? '[name=by]' : '[name=reason]')?.focus();
    return () => shown?.close();
  }, []);

  async function carry(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (underWay.current) return;
    const form = new FormData(event.currentTarget);
    const [by, reason] = ['by', 'reason'].map((name) => String(form.get(name)).trim());
    if (!by || !reason) return;
    rememberName(by);
    underWay.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      await carryOut({ ...request, ...(agreement !== undefined && { acceptDifference: true }) }, { by, reason });
      onDone(done);
    } catch (error) {
      setFailure(error);
    } finally {
      underWay.current = false;
      setBusy(false);
      void queries.invalidateQueries();
    }
  }

  return (
    <dialog
      ref={dialog}
      className="act-dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-meaning`}
      onCancel={(event) => {
        event.preventDefault();
        if (!underWay.current) onClose();
      }}
    >
      <form onSubmit={(event) => void carry(event)}>
        <h2 id={`${id}-title`}>{title}</h2>
        <div id={`${id}-meaning`}>
          <p className="about-what">{about}</p>
          <p className="quiet">{meaning}</p>
        </div>
        <Line name="by" label={words.act.name} help={words.act.nameHelp} value={operatorName()} autoComplete="name" />
        <Line name="reason" label={words.act.reason} help={words.act.reasonHelp} value="" autoComplete="off" />
        {agreement !== undefined && (
          <label className="agreement">
            <input type="checkbox" required /> {agreement}
          </label>
        )}
        <div role="alert">{failure !== undefined && <Refusal failure={failure} />}</div>
        <div className="choices">
          <button type="button" className="second" disabled={busy} onClick={onClose}>
            {words.act.cancel}
          </button>
          <button type="submit" aria-disabled={busy}>
            {busy ? words.act.busy : submit}
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface LineProps {
  readonly name: 'by' | 'reason';
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly autoComplete: string;
}

function Line({ name, label, help, value, autoComplete }: LineProps) {
  const id = useId();
  return (
    <div className="line">
      <label htmlFor={id}>{label}</label>
      <input
        {...{ id, name, autoComplete }}
        defaultValue={value}
        aria-describedby={`${id}-help`}
        pattern=".*\S.*"
        maxLength={200}
        required
      />
      <p id={`${id}-help`} className="quiet small">
        {help}
      </p>
    </div>
  );
}

/** Why it was not done, or that nobody knows whether it was. */
function Refusal({ failure }: { readonly failure: unknown }) {
  const { problem, correlationId } = failure instanceof ApiFailure ? failure : {};
  if (!problem) return <p className="failure">{words.act.unknown}</p>;
  const { title, detail, whatToDo, errors = [] } = problem;
  return (
    <div className="failure">
      <p>
        <strong>{title}.</strong> {detail !== undefined && detail !== `${title}.` && detail}
      </p>
      {errors.length > 0 && (
        <ul>
          {errors.map((error, index) => (
            <li key={index}>{error.detail ?? error.code}</li>
          ))}
        </ul>
      )}
      <p>{refusals[problem.code] ?? whatToDo}</p>
      {correlationId && <p className="small">{words.act.correlation(correlationId)}</p>}
    </div>
  );
}
