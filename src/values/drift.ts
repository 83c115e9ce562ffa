/** The input under which a refresh records drift that only a replacement repairs. */
export const REPLACING_DRIFT = 'replaced_outside';
