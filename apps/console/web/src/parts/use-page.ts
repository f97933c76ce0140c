import { useEffect, useRef } from 'react';
import { words } from '../words';

/** Names the tab after the page, and moves the focus to the page's heading, so that a reader hears where they are. */
export function usePage(title: string, focused = true): React.RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = words.titleOf(title);
  }, [title]);
  useEffect(() => {
    if (focused) heading.current?.focus({ preventScroll: true });
  }, [focused]);
  return heading;
}
