import type { Host } from '../host/host';
import type { Fetch } from '../http/node-fetch';

/** The account that requests are made for. */
export interface CloudCaller extends Pick<Host, 'home'> {
  /** The environment of Terraform, with the account's credentials. */
  readonly variables: Readonly<Record<string, string>>;
  /** The address of all services; null: the cloud's own. */
  readonly endpointUrl: string | null;
  readonly fetch: Fetch;
}

/** A request before it proves whose it is. */
export interface PlainRequest {
  readonly method: string;
  readonly url: URL;
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
