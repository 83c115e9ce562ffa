import { Client } from 'pg';
import { connectionUrl } from '../connection-url';
import { Database } from '../database';

const VARIABLES = { PGHOST: 'elsewhere.invalid', PGPORT: '\n1' };
const before = { ...process.env };
beforeEach(() => Object.assign(process.env, VARIABLES));
afterEach(() => {
  for (const name of Object.keys(VARIABLES)) {
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[name];
  }
});

it.each([
  ['postgres:///state', 'localhost', 5432, 'postgres://localhost/state'],
  ['postgres://db.corp/state', 'db.corp', 5432, 'postgres://db.corp/state'],
  ['postgres://ada:hush@db.corp:6432/state', 'db.corp', 6432, 'postgres://db.corp:6432/state'],
  ['postgres://db.corp/state?port=7432', 'db.corp', 7432, 'postgres://db.corp/state'],
  ['postgres:///state?host=/run/postgresql', '/run/postgresql', 5432, 'postgres:///run/postgresql/state'],
  ['postgres://[::1]/state', '::1', 5432, 'postgres://[::1]/state'],
])('%s connects to its own host and port, whatever PGHOST and PGPORT hold', (url, host, port, place) => {
  const client = new Client({ connectionString: connectionUrl(url).toString() });
  expect([client.host, client.port]).toEqual([host, port]);
  expect(new Database({ url, schema: 'helix' }).place).toBe(place);
});

it('an invalid URL is refused without showing it', () => {
  expect(() => connectionUrl('mysql://ada:hush@db.corp')).toThrow(
    /^The URL of the PostgreSQL state is invalid\.$/,
  );
});
