import type { Change } from '../../plan/plan';

/** Why a change is there, where that is not plain from the files: null for what was simply edited, added or removed. */
export function reasonText(change: Change): string | null {
  switch (change.action) {
    case 'create':
      return CREATE[change.reason];
    case 'update':
      return UPDATE[change.reason];
    case 'replace':
    case 'delete':
      return null;
    case 'read':
      return 'managed elsewhere: shown, never changed';
  }
}

const CREATE: Record<Extract<Change, { action: 'create' }>['reason'], string | null> = {
  new: null,
  gone: 'it was deleted outside Helix: created again, empty',
  renewed: 'it had expired and was renewed',
};

const UPDATE: Record<Extract<Change, { action: 'update' }>['reason'], string | null> = {
  changed: null,
  drift: 'it was changed outside Helix: put back as declared',
  repair: 'its last operation did not complete: done again',
  import: 'it exists and becomes managed by this project (import)',
};
