import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChannelCounts } from '../parts/channel-counts';
import { DocumentsTable } from '../parts/documents-table';
import { FromIntake } from '../parts/from-intake';
import { Answered, Notice } from '../parts/notices';
import { SearchBox } from '../parts/search-box';
import { usePage } from '../parts/use-page';
import { Waiting } from '../parts/waiting';
import { latestQuery } from '../queries';
import { layoutWords } from '../words/layout';
import { countWords, latestWords } from '../words/start';

/** Where a day begins: the search, how many orders there are, which of them wait for a person, and the latest. */
export function StartPage() {
  const heading = usePage(layoutWords.pages.start, false);
  const latest = useQuery(latestQuery);
  return (
    <>
      <h1 ref={heading} className="hidden">
        {layoutWords.pages.start}
      </h1>
      <SearchBox large />
      <div className="start">
        <ChannelCounts />
        <Waiting />
      </div>
      <section aria-labelledby="latest">
        <div className="section-head">
          <h2 id="latest">{latestWords.title}</h2>
          <Link to="/documents">{latestWords.all}</Link>
        </div>
        <Answered query={latest}>
          {({ items, incomplete }) => (
            <FromIntake
              incomplete={incomplete}
              isEmpty={items.length === 0}
              none={
                <Notice title={latestWords.none}>
                  <p className="quiet">{countWords.emptyHelp}</p>
                </Notice>
              }
            >
              <DocumentsTable caption={latestWords.title} items={items} />
            </FromIntake>
          )}
        </Answered>
      </section>
    </>
  );
}
