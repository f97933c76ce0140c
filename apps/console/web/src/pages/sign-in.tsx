import { type FormEvent, useEffect, useState } from 'react';
import { isValidKey } from '../api';
import { Mark } from '../parts/layout';
import { signIn } from '../session';
import { layoutWords, product } from '../words/layout';
import { signInWords } from '../words/sign-in';

/** Asks for the operator key; `onLeave` forgets what the last one was shown. */
export function SignIn({ onLeave }: { readonly onLeave: () => void }) {
  const [failure, setFailure] = useState<string>();
  const [checking, setChecking] = useState(false);
  useEffect(() => {
    document.title = layoutWords.titleOf(signInWords.title);
    onLeave();
  }, [onLeave]);

  async function enter(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    if (typeof key !== 'string' || key.trim() === '') return;
    setChecking(true);
    try {
      if (await isValidKey(key.trim())) return signIn(key.trim());
      setFailure(signInWords.wrong);
    } catch {
      setFailure(signInWords.unreachable);
    }
    setChecking(false);
  }

  return (
    <main className="sign-in" id="content">
      <h1>
        <Mark />
        {product}
      </h1>
      <p className="quiet">{signInWords.lead}</p>
      <form onSubmit={(event) => void enter(event)}>
        <label htmlFor="key">{signInWords.key}</label>
        <input
          id="key"
          name="key"
          type="password"
          autoComplete="current-password"
          aria-describedby="key-help key-failure"
          aria-invalid={failure !== undefined}
          required
          autoFocus
        />
        <p id="key-help" className="quiet small">
          {signInWords.help}
        </p>
        <p id="key-failure" className="failure" role="alert">
          {failure}
        </p>
        <button type="submit" disabled={checking}>
          {checking ? signInWords.checking : signInWords.submit}
        </button>
      </form>
    </main>
  );
}
