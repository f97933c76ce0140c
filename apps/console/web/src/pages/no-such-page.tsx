import { Link } from '@tanstack/react-router';
import { usePage } from '../parts/use-page';
import { noSuchPageWords } from '../words/no-such-page';

/** Says that there is no page at this address, and leads back. */
export function NoSuchPage() {
  const heading = usePage(noSuchPageWords.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {noSuchPageWords.title}
      </h1>
      <p className="quiet">{noSuchPageWords.help}</p>
      <p className="way-back">
        <Link to="/">{noSuchPageWords.back}</Link>
      </p>
    </>
  );
}
