import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { AttentionPage } from './pages/attention-page';
import { AuditPage } from './pages/audit-page';
import { DocumentPage } from './pages/document-page';
import { DocumentsPage } from './pages/documents-page';
import { HeldMessagePage } from './pages/held-message-page';
import { HeldPage } from './pages/held-page';
import { NoSuchPage } from './pages/no-such-page';
import { QuarantinePage } from './pages/quarantine-page';
import { StartPage } from './pages/start-page';
import { SystemsPage } from './pages/systems-page';
import { UndecidedPage } from './pages/undecided-page';
import { Layout } from './parts/layout';
import type { AuditFilter, HeldFilter, TargetFilter } from './queries';

/** What the list of orders shows: those found for `q`, else those of a channel, a state, a business day and a mode. */
export interface DocumentsSearch {
  readonly q?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly day?: string;
  readonly mode?: string;
}

/** Those of an address's parameters that say something. */
function given<Name extends string>(search: Readonly<Record<Name, unknown>>): { readonly [Key in Name]?: string } {
  const texts = Object.entries(search).filter(([, value]) => typeof value === 'string' && value !== '');
  return Object.fromEntries(texts) as { readonly [Key in Name]?: string };
}

function documentsSearch(search: Record<string, unknown>): DocumentsSearch {
  const { q, channel, state, day, mode } = search;
  return given({ q, channel, state, day, mode });
}

function heldFilter(search: Record<string, unknown>): HeldFilter {
  const { service, cause, type, topic } = search;
  return given({ service, cause, type, topic });
}

function auditFilter(search: Record<string, unknown>): AuditFilter {
  const { service, subject, by, from, to } = search;
  return given({ service, subject, by, from, to });
}

function targetFilter(search: Record<string, unknown>): TargetFilter {
  const { service, target } = search;
  return given({ service, target });
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

const held = createRoute({
  getParentRoute: () => root,
  path: '/held',
  component: HeldPage,
  validateSearch: heldFilter,
});
const systems = createRoute({
  getParentRoute: () => root,
  path: '/systems',
  component: SystemsPage,
  validateSearch: targetFilter,
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: AuditPage,
  validateSearch: auditFilter,
});

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
    systems,
    audit,
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
