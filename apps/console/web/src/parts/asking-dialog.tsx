import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Who } from '../api';
import { operatorName, rememberName } from '../session';
import { dialogWords } from '../words/dialog';
import { Refusal } from './refusal';

interface AskingDialogProps {
  readonly title: string;
  readonly about: string;
  readonly meaning: string;
  readonly submit: string;
  /** Does what is asked for; what it throws is told as a refusal. */
  readonly send: (who: Who, form: FormData) => Promise<void>;
  readonly onClose: () => void;
  /** What is asked beside the name and the reason. */
  readonly children?: ReactNode;
}

/**
 * Asks who acts and why, over the page, and sends it; a refusal is told in words, and what was typed stays.
 *
 * While something is under way nothing sends it a second time, and the dialog stays open for its answer: a browser that
 * closes it all the same, as it does when Escape is pressed twice, is shown it again.
 */
export function AskingDialog({ title, about, meaning, submit, send, onClose, children }: AskingDialogProps) {
  const dialog = useModal();
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const queries = useQueryClient();
  const id = useId();
  // Only once it is shown what came of it: a key that is pressed twice must not send it again in between.
  useLayoutEffect(() => {
    underWay.current = busy;
  }, [busy]);

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
      await send({ by, reason }, form);
    } catch (error) {
      setFailure(error);
    } finally {
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
      onClose={({ currentTarget }) => {
        if (currentTarget.open || !currentTarget.isConnected) return;
        if (underWay.current) show(currentTarget);
        else onClose();
      }}
    >
      <form onSubmit={(event) => void carry(event)}>
        <h2 id={`${id}-title`}>{title}</h2>
        <div id={`${id}-meaning`}>
          <p className="about-what">{about}</p>
          <p className="quiet">{meaning}</p>
        </div>
        <Line name="by" label={dialogWords.name} help={dialogWords.nameHelp} value={operatorName()} autoComplete="name" />
        <Line name="reason" label={dialogWords.reason} help={dialogWords.reasonHelp} value="" autoComplete="off" />
        {children}
        <div role="alert">{failure !== undefined && <Refusal failure={failure} />}</div>
        <div className="choices">
          <button type="button" className="second" disabled={busy} onClick={onClose}>
            {dialogWords.cancel}
          </button>
          <button type="submit" aria-disabled={busy}>
            {busy ? dialogWords.busy : submit}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function useModal(): React.RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown) show(shown);
    return () => shown?.close();
  }, []);
  return dialog;
}

function show(dialog: HTMLDialogElement): void {
  dialog.showModal();
  dialog.querySelector<HTMLInputElement>(operatorName() === '' ? '[name=by]' : '[name=reason]')?.focus();
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
