import type { ImageStore } from './image-store';

/** One request to a repository of an instance that has signed in. */
export interface RegistryCall {
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly instance: string;
  readonly repository: string;
  readonly store: ImageStore;
}
