import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { signOut } from '../session';
import { product, words } from '../words';
import { Acts } from './acts';
import { SearchBox } from './search-box';

const pages = [
  { to: '/', name: words.pages.start },
  { to: '/documents', name: words.pages.documents },
  { to: '/attention', name: words.pages.attention },
  { to: '/held', name: words.pages.held },
  { to: '/quarantine', name: words.pages.quarantine },
  { to: '/undecided', name: words.pages.undecided },
  { to: '/systems', name: words.pages.systems },
  { to: '/audit', name: words.pages.audit },
] as const;

/** What every page has around it: the way past it, the pages, the search, the way out. */
export function Layout() {
  const { pathname, search } = useLocation();
  const searched = (search as { readonly q?: string }).q;
  return (
    <>
      <a className="skip" href="#content">
        {words.skipToContent}
      </a>
      <header className="top">
        <div className="top-row">
          <Link to="/" className="brand">
            <Mark />
            {product}
          </Link>
          {pathname !== '/' && <SearchBox {...(searched !== undefined && { query: searched })} />}
          <button type="button" className="plain sign-out" onClick={signOut}>
            {words.signOut}
          </button>
        </div>
        <nav aria-label={words.navigation}>
          <ul className="pages">
            {pages.map(({ to, name }) => (
              <li key={to}>
                <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        <Acts>
          <Outlet />
        </Acts>
      </main>
    </>
  );
}

/** The sign of the product; says nothing that the name beside it does not. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M9 7v18M9 16l12-9M14 12.5 22 25" />
    </svg>
  );
}
