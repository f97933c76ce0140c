import { ApiFailure } from '../api';
import { dialogWords, refusals } from '../words/dialog';

/** Why it was not done, or that nobody knows whether it was. */
export function Refusal({ failure }: { readonly failure: unknown }) {
  const { problem, correlationId } = failure instanceof ApiFailure ? failure : {};
  if (!problem) return <p className="failure">{dialogWords.unknown}</p>;
  const { title, detail, whatToDo, errors = [] } = problem;
  return (
    <div className="failure">
      <p>
        <strong>{title}.</strong> {detail !== undefined && detail !== `${title}.` && detail}
      </p>
      {errors.length > 0 && (
        <ul>
          {errors.map((error, index) => (
            <li key={index}>{error.detail ?? error.code}</li>
          ))}
        </ul>
      )}
      <p>{refusals[problem.code] ?? whatToDo}</p>
      {correlationId && <p className="small">{dialogWords.correlation(correlationId)}</p>}
    </div>
  );
}
