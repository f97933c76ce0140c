import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DocumentState } from '../../../src/follow-orders/document-state';
import { DocumentsTable } from '../parts/documents-table';
import { FromIntake } from '../parts/from-intake';
import { Answered, Notice } from '../parts/notices';
import { MorePages } from '../parts/more-pages';
import { SearchHits } from '../parts/search-hits';
import { usePage } from '../parts/use-page';
import { documentPages, searchQuery } from '../queries';
import { channelName, channelNames, documentsWords, modes, states } from '../words/documents';
import { generalWords } from '../words/general';
import { searchWords } from '../words/search';

/** Orders in a list: those found for a number, or all of a channel and a state. */
export function DocumentsPage() {
  const { q, channel, state, day, mode } = useSearch({ from: '/documents' });
  return q === undefined ? <AllDocuments {...{ channel, state, day, mode }} /> : <Found q={q} />;
}

function Found({ q }: { readonly q: string }) {
  const query = useQuery(searchQuery(q));
  const heading = usePage(searchWords.title(q));
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {searchWords.title(q)}
      </h1>
      <Answered query={query}>
        {({ hits, more, incomplete }) => (
          <>
            <p className="quiet" role="status">
              {hits.length > 0 && searchWords.found(hits.length)} {more && generalWords.morePlaces}
            </p>
            <FromIntake
              incomplete={incomplete}
              isEmpty={hits.length === 0}
              none={
                <Notice title={searchWords.none}>
                  <p className="quiet">{searchWords.noneHelp}</p>
                </Notice>
              }
            >
              <SearchHits hits={hits} />
            </FromIntake>
          </>
        )}
      </Answered>
    </>
  );
}

interface Filter {
  readonly channel: string | undefined;
  readonly state: string | undefined;
  readonly day: string | undefined;
  readonly mode: string | undefined;
}

function AllDocuments(filter: Filter) {
  const query = useInfiniteQuery(documentPages(filter));
  const heading = usePage(documentsWords.title);
  return (
    <>
      <div className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {documentsWords.title}
          </h1>
          <p className="quiet">{documentsWords.lead}</p>
        </div>
        <FilterForm {...filter} />
      </div>
      <Answered query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return (
            <FromIntake
              incomplete={pages.at(-1)?.incomplete}
              isEmpty={items.length === 0}
              none={<Notice title={documentsWords.none} />}
            >
              <DocumentsTable caption={documentsWords.title} items={items} />
            </FromIntake>
          );
        }}
      </Answered>
      <MorePages query={query} />
    </>
  );
}

function FilterForm({ channel, state, day, mode }: Filter) {
  const navigate = useNavigate();
  const choose = (name: keyof Filter) => (event: React.ChangeEvent<HTMLSelectElement | HTMLInputElement>) => {
    const chosen = Object.entries({ channel, state, day, mode, [name]: event.target.value });
    void navigate({ to: '/documents', search: Object.fromEntries(chosen.filter(([, value]) => value)), replace: true });
  };
  return (
    <fieldset className="filter">
      <legend className="hidden">{documentsWords.filter}</legend>
      <select aria-label={documentsWords.channel} value={channel ?? ''} onChange={choose('channel')}>
        <option value="">{documentsWords.anyChannel}</option>
        {channelNames.map((name) => (
          <option key={name} value={name}>
            {channelName(name)}
          </option>
        ))}
      </select>
      <select aria-label={documentsWords.state} value={state ?? ''} onChange={choose('state')}>
        <option value="">{documentsWords.anyState}</option>
        {Object.values(DocumentState).map((name) => (
          <option key={name} value={name}>
            {states[name]}
          </option>
        ))}
      </select>
      <select aria-label={documentsWords.mode} value={mode ?? ''} onChange={choose('mode')}>
        <option value="">{documentsWords.anyMode}</option>
        {Object.entries(modes).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      <input type="date" aria-label={documentsWords.day} value={day ?? ''} onChange={choose('day')} />
    </fieldset>
  );
}
