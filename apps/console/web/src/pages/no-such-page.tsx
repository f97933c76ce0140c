import { Link } from '@tanstack/react-router';
import { usePage } from '../parts/use-page';
import { words } from '../words';

/** Says that there is no page at this address, and leads back. */
export function NoSuchPage() {
  const heading = usePage(words.noSuchPage.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {words.noSuchPage.title}
      </h1>
      <p className="quiet">{words.noSuchPage.help}</p>
      <p className="way-back">
        <Link to="/">{words.noSuchPage.back}</Link>
      </p>
    </>
  );
}
