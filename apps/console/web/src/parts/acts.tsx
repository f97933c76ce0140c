import { useLocation } from '@tanstack/react-router';
import { createContext, type ReactNode, use, useLayoutEffect, useRef, useState } from 'react';
import type { ActRequest } from '../api';
import { acts } from '../words/acts';
import { ActDialog } from './act-dialog';
import type { AskedField } from './asked-field';
import { type OfferedRedrive, RedriveDialog } from './redrive-dialog';

/** Something that a person may have done, and about what, in words. */
export interface OfferedAct {
  readonly request: ActRequest;
  readonly about: string;
  /** What the button says, where it is another thing than the act in general. */
  readonly button?: string;
  /** What has to be agreed to, where the act means more than it says. */
  readonly agreement?: string;
  /** What is asked for beside who and why. */
  readonly asks?: AskedField;
  /** Hears that it was done. */
  readonly whenDone?: () => void;
}

const Asking = createContext<(act: OfferedAct | OfferedRedrive) => void>(() => undefined);

/**
 * Lets every button within ask for its act in the one dialog, and says what came of it.
 *
 * The dialog belongs to no list: it stays when the list is refreshed beneath it.
 */
export function Acts({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  const [asked, ask] = useState<OfferedAct | OfferedRedrive | null>(null);
  const [told, tell] = useState<{ readonly text: string; readonly path: string } | null>(null);
  const done = (text: string): void => {
    ask(null);
    tell({ text, path: pathname });
  };
  return (
    <Asking value={ask}>
      {told?.path === pathname && <Told told={told} />}
      {children}
      {asked && 'request' in asked && <ActDialog offered={asked} onDone={done} onClose={() => ask(null)} />}
      {asked && 'filter' in asked && <RedriveDialog offered={asked} onDone={done} onClose={() => ask(null)} />}
    </Asking>
  );
}

/**
 * Says what was done. The focus comes here at once: what it was on may be gone with its item, and a key that is pressed
 * twice must not ask for the act again.
 */
function Told({ told }: { readonly told: { readonly text: string } }) {
  const line = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => line.current?.focus({ preventScroll: true }), [told]);
  return (
    <p ref={line} className="told" tabIndex={-1}>
      {told.text}
    </p>
  );
}

interface ActButtonProps extends OfferedAct {
  /** As one of several things that can be done, none of which is the first. */
  readonly second?: boolean;
}

/** Asks for one act. */
export function ActButton({ second = false, ...offered }: ActButtonProps) {
  return <AskingButton offered={offered} button={offered.button ?? acts[offered.request.act].button} second={second} />;
}

/** Asks for a dry run, and then for what it has shown. */
export function RedriveButton(offered: OfferedRedrive) {
  return <AskingButton offered={offered} button={acts.redrive_batch.button} second />;
}

interface AskingButtonProps {
  readonly offered: OfferedAct | OfferedRedrive;
  readonly button: string;
  readonly second: boolean;
}

function AskingButton({ offered, button, second }: AskingButtonProps) {
  const ask = use(Asking);
  return (
    <button
      type="button"
      className={second ? 'act second' : 'act'}
      aria-haspopup="dialog"
      aria-label={`${button}: ${offered.about}`}
      onClick={() => ask(offered)}
    >
      {button}
    </button>
  );
}
