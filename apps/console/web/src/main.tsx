import { createRoot } from 'react-dom/client';

const root = document.getElementById('console');
if (root) createRoot(root).render(<h1>Kervan</h1>);
