import type { Json, JsonObject } from '../../../../src/values/json';
import type { Call, Vendor } from '../../stand-in/vendor';
import { refuseApi } from './errors';
import type { Policies } from './policies';
import type { Serial } from './serial';

interface ServiceAccount {
  readonly name: string;
  readonly projectId: string;
  readonly uniqueId: string;
  readonly email: string;
  readonly oauth2ClientId: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly etag: string;
}

/** IAM, as far as service accounts are concerned. */
export class ServiceAccounts {
  readonly accounts = new Map<string, ServiceAccount>();
  readonly #serial: Serial;
  readonly #policies: () => Policies;

  constructor(serial: Serial, policies: () => Policies) {
    this.#serial = serial;
    this.#policies = policies;
  }

  readonly handlers: Vendor['handlers'] = {
    'iam.serviceAccounts.create': (call) => ({ status: 200, body: this.#create(call) }),
    'iam.serviceAccounts.get': (call) => ({ status: 200, body: { ...this.#find(call) } }),
    'iam.serviceAccounts.patch': (call) => ({ status: 200, body: this.#patch(call) }),
    'iam.serviceAccounts.delete': (call) => {
      const { email, uniqueId } = this.#find(call);
      this.accounts.delete(email);
      this.#policies().loseAccount(email, uniqueId);
      return { status: 200, body: {} };
    },
  };

  #create({ params: { project = '' }, body, failure }: Call): Json {
    if (failure === 'QUOTA_EXCEEDED') {
      refuseApi(429, 'Maximum number of service accounts on project reached.', 'RESOURCE_EXHAUSTED');
    }
    const { accountId = '', serviceAccount = {} } = body as {
      accountId?: string;
      serviceAccount?: JsonObject;
    };
    if (!/^[a-z]([-a-z0-9]{4,28}[a-z0-9])$/.test(accountId)) {
      refuseApi(400, `Invalid service account ID '${accountId}': 6 to 30 letters, digits and dashes.`);
    }
    if (textOf(serviceAccount['description']).length > 256) refuseApi(400, 'The description is too long.');
    if (textOf(serviceAccount['displayName']).length > 100) refuseApi(400, 'The display name is too long.');
    const email = `${accountId}@${project}.iam.gserviceaccount.com`;
    const name = `projects/${project}/serviceAccounts/${email}`;
    if (this.accounts.has(email)) {
      refuseApi(409, `Service account ${accountId} already exists within project projects/${project}.`);
    }
    const uniqueId = this.#serial.id();
    const account = {
      name,
      projectId: project,
      uniqueId,
      email,
      oauth2ClientId: uniqueId,
      ...textsOf(serviceAccount),
      etag: this.#serial.fingerprint(),
    };
    this.accounts.set(email, account);
    return { ...account };
  }

  #patch(call: Call): Json {
    const account = this.#find(call);
    const { serviceAccount = {}, updateMask = '' } = call.body as {
      serviceAccount?: JsonObject;
      updateMask?: string;
    };
    const masked = updateMask
      .split(',')
      .map((name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
    const edited = Object.fromEntries(
      Object.entries(textsOf(serviceAccount)).filter(([name]) => masked.includes(name)),
    );
    this.accounts.set(account.email, { ...account, ...edited, etag: this.#serial.fingerprint() });
    return { ...this.accounts.get(account.email)! };
  }

  #find({ params: { project = '', email = '' } }: Call): ServiceAccount {
    const account = this.accounts.get(email);
    return account ?? refuseApi(404, `Unknown service account projects/${project}/serviceAccounts/${email}`);
  }
}

/** The properties that a caller may set. */
function textsOf({ displayName, description }: JsonObject): { displayName?: string; description?: string } {
  return {
    ...(typeof displayName === 'string' ? { displayName } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
