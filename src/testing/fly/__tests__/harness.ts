import { ManualClock } from '../../manual-clock';
import { FlyStandIn } from '../fly-stand-in';
import type { FlyStandInOptions } from '../fly-stand-in';
import { TOKEN } from '../tokens';

export const IMAGE = `docker.io/acme/api@sha256:${'0'.repeat(64)}`;
export const CONFIG = { image: IMAGE };

export interface Answer {
  readonly status: number;
  /** The word for programs, of an error. */
  readonly word: string | undefined;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly nonce?: string;
}

/** A stand-in on a manual clock, without limits unless they are asked for. */
export function flyWorld(options: Partial<FlyStandInOptions> = {}) {
  const clock = new ManualClock();
  const standIn = new FlyStandIn({ clock, limits: false, ...options });
  async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { body, token = TOKEN, nonce } = options;
    const headers = new Headers({ 'content-type': 'application/json' });
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    if (nonce !== undefined) headers.set('fly-machine-lease-nonce', nonce);
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const url = `http://fly.test${path.startsWith('/api') ? path : `/v1${path}`}`;
    const response = await standIn.fetch(new Request(url, init));
    const json = (await response.json()) as Readonly<Record<string, unknown>>;
    const word = json['status'] as string | undefined;
    return { status: response.status, word, headers: response.headers, json };
  }
  return {
    clock,
    standIn,
    call,
    /** Creates the app `shop`. */
    createShop: async () => {
      await call('POST', '/apps', { body: { app_name: 'shop', org_slug: 'personal' } });
      const app = standIn.world.apps.get('shop');
      if (app === undefined) throw new Error('the app was not created');
      return app;
    },
    /** Creates a machine in the app `shop`, and returns its path. */
    createMachine: async (body: object = {}): Promise<string> => {
      const { json } = await call('POST', '/apps/shop/machines', { body: { config: CONFIG, ...body } });
      return `/apps/shop/machines/${json['id'] as string}`;
    },
    createVolume: async (body: object = {}): Promise<string> => {
      const { json } = await call('POST', '/apps/shop/volumes', {
        body: { name: 'data', region: 'iad', size_gb: 20, ...body },
      });
      return json['id'] as string;
    },
    readState: async (path: string): Promise<unknown> => (await call('GET', path)).json['state'],
  };
}
