import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { AttentionPage } from './pages/attention-page';
import { DocumentPage } from './pages/document-page';
import { DocumentsPage } from './pages/documents-page';
import { HeldMessagePage } from './pages/held-message-page';
import { HeldPage } from './pages/held-page';
import { NoSuchPage } from './pages/no-such-page';
import { QuarantinePage } from './pages/quarantine-page';
import { StartPage } from './pages/start-page';
import { UndecidedPage } from './pages/undecided-page';
import { Layout } from './parts/layout';
import type { HeldFilter } from './queries';

/** What the list of orders shows: those found for `q`, else those of a channel, a state and a business day. */
export interface DocumentsSearch {
  readonly q?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly day?: string;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function documentsSearch(search: Record<string, unknown>): DocumentsSearch {
  const [q, channel, state, day] = [search.q, search.channel, search.state, search.day].map(textOf);
  return { ...(q && { q }), ...(channel && { channel }), ...(state && { state }), ...(day && { day }) };
}

function heldFilter(search: Record<string, unknown>): HeldFilter {
  const [service, cause, type, topic] = [search.service, search.cause, search.type, search.topic].map(textOf);
  return { ...(service && { service }), ...(cause && { cause }), ...(type && { type }), ...(topic && { topic }) };
}

const root = createRootRoute({ component: Layout, notFoundComponent: NoSuchPage });
const at = <Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

const documents = createRoute({
  getParentRoute: () => root,
  path: '/documents',
  component: DocumentsPage,
  validateSearch: documentsSearch,
});

const held = createRoute({ getParentRoute: () => root, path: '/held', component: HeldPage, validateSearch: heldFilter });

export const router = createRouter({
  routeTree: root.addChildren([
    at('/', StartPage),
    documents,
    at('/documents/$orderId', DocumentPage),
    at('/attention', AttentionPage),
    held,
    at('/held/$service/$id', HeldMessagePage),
    at('/quarantine', QuarantinePage),
    at('/undecided', UndecidedPage),
  ]),
  scrollRestoration: true,
  // Numbers such as 012 or 1e5 are kept as they are typed: a search is text.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
