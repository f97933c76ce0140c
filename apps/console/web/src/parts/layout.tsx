import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { signOut } from '../session';
import { layoutWords, product } from '../words/layout';
import { Acts } from './acts';
import { SearchBox } from './search-box';

const pages = [
  { to: '/', name: layoutWords.pages.start },
  { to: '/documents', name: layoutWords.pages.documents },
  { to: '/attention', name: layoutWords.pages.attention },
  { to: '/held', name: layoutWords.pages.held },
  { to: '/quarantine', name: layoutWords.pages.quarantine },
  { to: '/undecided', name: layoutWords.pages.undecided },
  { to: '/systems', name: layoutWords.pages.systems },
  { to: '/audit', name: layoutWords.pages.audit },
] as const;

/** What every page has around it: the way past it, the pages, the search, the way out. */
export function Layout() {
  const { pathname, search } = useLocation();
  const searched = (search as { readonly q?: string }).q;
  return (
    <>
      <a className="skip" href="#content">
        {layoutWords.skipToContent}
      </a>
      <header className="top">
        <div className="top-row">
          <Link to="/" className="brand">
            <Mark />
            {product}
          </Link>
          {pathname !== '/' && <SearchBox {...(searched !== undefined && { query: searched })} />}
          <button type="button" className="plain sign-out" onClick={signOut}>
            {layoutWords.signOut}
          </button>
        </div>
        <nav aria-label={layoutWords.navigation}>
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
