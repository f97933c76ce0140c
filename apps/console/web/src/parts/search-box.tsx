import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef } from 'react';
import { searchQuery } from '../queries';
import { searchWords } from '../words/search';

interface SearchBoxProps {
  /** What was searched for last. */
  readonly query?: string;
  /** On the start page: large, with its hint, and focused. */
  readonly large?: boolean;
}

/**
 * Finds an order by its numbers and opens it; several, or none, are shown as a list.
 *
 * `/` moves the focus here from anywhere.
 */
export function SearchBox({ query = '', large = false }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const queries = useQueryClient();
  useSlash(input);

  async function find(event: FormEvent): Promise<void> {
    event.preventDefault();
    const q = input.current?.value.trim() ?? '';
    if (q === '') return input.current?.focus();
    const found = await queries.fetchQuery(searchQuery(q)).catch(() => undefined);
    const exact = found?.hits.filter((hit) => hit.exact) ?? [];
    const [only, other] = exact.length > 0 ? exact : (found?.hits ?? []);
    if (only && !other) await navigate({ to: '/documents/$orderId', params: { orderId: only.document.orderId } });
    else await navigate({ to: '/documents', search: { q } });
  }

  return (
    <form className={large ? 'search search-large' : 'search'} role="search" onSubmit={(event) => void find(event)}>
      <label htmlFor={id} className={large ? 'search-title' : 'hidden'}>
        {searchWords.label}
      </label>
      <div className="search-field">
        <input
          ref={input}
          id={id}
          name="q"
          type="search"
          key={query}
          defaultValue={query}
          placeholder={searchWords.placeholder}
          aria-describedby={large ? `${id}-hint` : undefined}
          aria-keyshortcuts="/"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={200}
          autoFocus={large}
        />
        <button type="submit">{searchWords.submit}</button>
      </div>
      {large && (
        <p id={`${id}-hint`} className="quiet">
          {searchWords.hint} <span className="keys">{searchWords.keys}</span>
        </p>
      )}
    </form>
  );
}

function useSlash(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [input]);
}
