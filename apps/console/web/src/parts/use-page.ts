import { useEffect, useRef } from 'react';
import { layoutWords } from '../words/layout';

let arrived = false;

/**
 * Names the tab after the page, and on the way from one page to another moves the focus to the heading, so that a
 * reader hears where they are. The first page of a visit is entered from its beginning, as any other.
 */
export function usePage(title: string, focused = true): React.RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = layoutWords.titleOf(title);
  }, [title]);
  useEffect(() => {
    if (focused && arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, [focused]);
  return heading;
}
