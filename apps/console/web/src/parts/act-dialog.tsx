import { carryOut } from '../api';
import { acts } from '../words/acts';
import type { OfferedAct } from './acts';
import { AskedLine } from './asked-field';
import { AskingDialog } from './asking-dialog';

interface ActDialogProps {
  readonly offered: OfferedAct;
  readonly onDone: (told: string) => void;
  readonly onClose: () => void;
}

/** Asks who has one thing done and why, and has it done. */
export function ActDialog({ offered, onDone, onClose }: ActDialogProps) {
  const { request, about, agreement, asks, whenDone } = offered;
  const { done, ...told } = acts[request.act];
  return (
    <AskingDialog
      {...told}
      about={about}
      onClose={onClose}
      send={async (who, form) => {
        const asked = asks?.into(String(form.get('asked')).trim());
        await carryOut({ ...request, ...asked, ...(agreement !== undefined && { acceptDifference: true }) }, who);
        whenDone?.();
        onDone(done);
      }}
    >
      {asks && <AskedLine asks={asks} name="asked" />}
      {agreement !== undefined && (
        <label className="agreement">
          <input type="checkbox" required /> {agreement}
        </label>
      )}
    </AskingDialog>
  );
}
