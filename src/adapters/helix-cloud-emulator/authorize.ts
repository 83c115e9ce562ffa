import { ApiError } from './api-error';

const READ_ONLY = '-readonly';

/**
 * Checks the `x-api-key` of a request. Without a key of its own the emulator takes any, or none. The key with
 * `-readonly` after it may only read.
 * @throws ApiError 401, 403
 */
export function authorize(request: Request, apiKey: string | null, method: string): void {
  const given = request.headers.get('x-api-key') ?? '';
  if (apiKey !== null && given !== apiKey && given !== `${apiKey}${READ_ONLY}`) {
    throw new ApiError(401, 'unauthorized', 'the API key is missing or wrong');
  }
  if (method !== 'GET' && given !== apiKey && given.endsWith(READ_ONLY)) {
    throw new ApiError(403, 'forbidden', 'this API key may only read');
  }
}
