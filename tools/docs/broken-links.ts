import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A page of documentation. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every page of the repository that is written by hand or kept with it; results of benchmarks are neither. */
export function pagesOf(root: string): Page[] {
  const places = ['*.md', '{apps,bench,deploy,docs,e2e,helm,libs,schemas,tools}/**/*.md'];
  const exclude = (path: string): boolean => /(^|\/)(node_modules|results)$/.test(path);
  return globSync(places, { cwd: root, exclude })
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/**
 * What a page refers to in this repository without its being there: targets of relative links, anchors too, and paths in back
 * quotes, which begin at the root or, as `src/…`, at the page's own project.
 *
 * Code blocks, addresses elsewhere and paths with a name to fill in (`apps/<service>`) are not looked at.
 */
export function brokenLinks(page: Page, root: string): string[] {
  const { path, text } = page;
  const prose = text.replaceAll(/^```.*?^```/gms, '');
  const folder = dirname(path);
  const links = [...prose.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.['target'] ?? '');
  const named = [...prose.matchAll(/`(?<target>[^`\s]+)`/g)].map(({ groups }) => groups?.['target'] ?? '');
  return [
    ...links.filter((link) => !/^[a-z]+:/.test(link) && !leads(link, page, root)),
    ...named.filter((name) => isPath(name, folder, root)).filter((name) => !found(name, folder, root)),
  ];
}

function leads(link: string, page: Page, root: string): boolean {
  const [file, anchor] = link.split('#') as [string, string?];
  const target = join(root, dirname(page.path), decodeURI(file));
  if (file !== '' && !existsSync(target)) return false;
  return anchor === undefined || anchorsIn(file === '' ? page.text : readFileSync(target, 'utf8')).includes(anchor);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsIn(text: string): string[] {
  return [...text.matchAll(/^#+ (?<heading>.+)$/gm)].map(({ groups }) =>
    (groups?.['heading'] ?? '').toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'),
  );
}

function isPath(name: string, folder: string, root: string): boolean {
  if (!/^[\w./*-]+$/.test(name)) return false;
  if (/^(apps|bench|deploy|docs|e2e|libs|patches|schemas|tools)\//.test(name)) return true;
  return /^(src|migrations)\//.test(name) && existsSync(join(root, folder, 'src'));
}

function found(name: string, folder: string, root: string): boolean {
  return [root, join(root, folder)].some((from) => globSync(name.replace(/\/$/, ''), { cwd: from }).length > 0);
}
