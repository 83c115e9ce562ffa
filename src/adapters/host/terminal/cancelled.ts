import { HelixError } from '../../../errors';

/** Returns the error of a question that was not answered. */
export function cancelled(): HelixError {
  return new HelixError('cancelled', 'cancelled; nothing was changed');
}

/** Returns the value of a text, or the message of the error where it has none. */
export function readAnswer<T>(
  read: (text: string) => T,
  text: string,
): { readonly value: T } | { readonly message: string } {
  try {
    return { value: read(text) };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return { message: error.hint === undefined ? error.message : `${error.message} ${error.hint}` };
  }
}
