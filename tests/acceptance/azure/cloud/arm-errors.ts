import { Refused } from '../../stand-in/vendor';
import type { Answer } from '../../stand-in/vendor';

/** An error in the form of Azure Resource Manager. */
export function armError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } }, headers: { 'x-ms-error-code': code } };
}

export function refuse(status: number, code: string, message: string): never {
  throw new Refused(armError(status, code, message));
}
