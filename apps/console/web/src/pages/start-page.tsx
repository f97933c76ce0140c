import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChannelCounts } from '../parts/channel-counts';
import { DocumentsTable } from '../parts/documents-table';
import { Answered, Notice } from '../parts/notices';
import { SearchBox } from '../parts/search-box';
import { usePage } from '../parts/use-page';
import { Waiting } from '../parts/waiting';
import { latestQuery } from '../queries';
import { words } from '../words';

/** Where a day begins: the search, how many orders there are, which of them wait for a person, and the latest. */
export function StartPage() {
  const heading = usePage(words.pages.start, false);
  const latest = useQuery(latestQuery);
  return (
    <>
      <h1 ref={heading} className="hidden">
        {words.pages.start}
      </h1>
      <SearchBox large />
      <div className="start">
        <ChannelCounts />
        <Waiting />
      </div>
      <section aria-labelledby="latest">
        <div className="section-head">
          <h2 id="latest">{words.latest.title}</h2>
          <Link to="/documents">{words.latest.all}</Link>
        </div>
        <Answered query={latest}>
          {({ items }) =>
            items.length === 0 ? (
              <Notice title={words.latest.none}>
                <p className="quiet">{words.counts.emptyHelp}</p>
              </Notice>
            ) : (
              <DocumentsTable caption={words.latest.title} items={items} />
            )
          }
        </Answered>
      </section>
    </>
  );
}
