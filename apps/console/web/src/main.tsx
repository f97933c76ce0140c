import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SignIn } from './pages/sign-in';
import { retries } from './queries';
import { router } from './router';
import { takeKeyFromAddress, useOperatorKey } from './session';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/timeline.css';

takeKeyFromAddress();
addEventListener('hashchange', takeKeyFromAddress);

const queries = new QueryClient({ defaultOptions: { queries: { retry: retries, staleTime: 1_000 } } });

const forget = (): void => queries.clear();

/** The pages for whoever has the operator key; for anyone else, the way to sign in. */
function Console() {
  const key = useOperatorKey();
  if (key === null) return <SignIn onLeave={forget} />;
  return <RouterProvider router={router} />;
}

const root = document.getElementById('console');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Console />
      </QueryClientProvider>
    </StrictMode>,
  );
}
