import { postgresUrlFault } from '../postgres-url';

const containing = (text: string) => expect.stringContaining(text) as string;
const ONE_OF = expect.any(String) as string;
const ENCODE = expect.stringContaining('Percent-encode it') as string;

describe('postgresUrlFault', () => {
  it.each([
    'postgres://user:p%40ss%2Fword@db.example.com:5432/state?sslmode=verify-full&sslrootcert=/etc/ca.pem',
    'postgresql://db/state',
    'postgres://user@[::1]:5432/state?sslmode=disable',
    'postgres:///state?host=/var/run/postgresql&port=5433&user=me',
    'postgres://db/state?application_name=x&options=-c%20a%3Db',
  ])('accepts %s', (url) => expect(postgresUrlFault(url)).toBeNull());

  it.each([
    ['sslMode=verify-full', 'has the unknown parameter "sslMode".', 'Did you mean `sslmode`?'],
    ['ssl_mode=require', 'has the unknown parameter "ssl_mode".', 'Did you mean `sslmode`?'],
    ['channel_binding=require', 'has the unknown parameter "channel_binding".', containing('Remove it.')],
    ['__proto__=1', 'has the unknown parameter "__proto__".', containing('Remove it.')],
    ['sslmode=foo', containing('has an invalid `sslmode`'), 'Correct it.'],
    ['sslmode=verify_full', containing('`verify-full`'), 'Did you mean `verify-full`?'],
    ['sslmode=', containing('has an invalid `sslmode`'), 'Correct it.'],
    ['sslmode=no-verify', containing('has an invalid `sslmode`'), ONE_OF],
    ['sslmode=require&sslmode=disable', 'has the parameter `sslmode` twice.', 'Keep one of them.'],
    ['sslrootcert=%00', 'has a control character in `sslrootcert`.', 'Remove it.'],
    ['host=a,b', containing('names several hosts, a and b'), containing('proxy')],
    ['port=x', 'has an invalid `port`.', 'Write a number from 1 to 65535.'],
    ['port=65536', 'has an invalid `port`.', 'Write a number from 1 to 65535.'],
  ])('refuses the parameter %s', (query, message, hint) => {
    expect(postgresUrlFault(`postgres://db/state?${query}`)).toEqual({ message, hint });
  });

  it.each(['a/b', 'a?b', 'a#b', 'a%b', 'a%zz', '12/b', 'a@b/c'])(
    'asks to percent-encode the password %s, and does not show it',
    (password) => {
      const fault = postgresUrlFault(`postgres://user:${password}@db/state`);
      expect(fault).toEqual({ message: 'contains a character that must be percent-encoded.', hint: ENCODE });
    },
  );

  it.each([
    ['postgres://a:5432,b:5432/state', 'names several hosts, a:5432 and b:5432: Helix connects to one.'],
    ['postgres://user:p@a,b/state', 'names several hosts, a and b: Helix connects to one.'],
    ['mysql://db/state', 'does not begin with `postgres://`.'],
    ['postgres://db:port/state', 'is not a URL.'],
    ['postgres://db/sta\nte', 'contains a line break or another control character.'],
    ['postgres://db/%00', 'contains an encoded control character.'],
  ])('refuses %j', (url, message) => expect(postgresUrlFault(url)?.message).toBe(message));
});
