import { Link } from '@tanstack/react-router';
import { Notice } from '../parts/notices';
import { usePage } from '../parts/use-page';
import { words } from '../words';

/** What an address leads to that is no page. */
export function NowherePage() {
  const heading = usePage(words.nowhere.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {words.nowhere.title}
      </h1>
      <Notice title={words.nowhere.lead}>
        <Link to="/">{words.pages.start}</Link>
      </Notice>
    </>
  );
}
