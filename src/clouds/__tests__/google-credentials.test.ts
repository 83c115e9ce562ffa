import { google } from '../google';
import { firstZoneOf, isZoneOf } from '../google/zones';

const KEY = JSON.stringify({ type: 'service_account', project_id: 'acme', private_key: 'x' });
const PERSON = JSON.stringify({ type: 'authorized_user', refresh_token: 'x' });
const { fromFile, fromJson, fromToken, registry } = google.credentials;

describe('credentials of Google', () => {
  it('are a path or a text, with the project of the key', () => {
    const at = { path: '/keys/helix.json', profile: null, environment: {} };
    expect(fromFile(KEY, at)).toEqual({
      GOOGLE_APPLICATION_CREDENTIALS: '/keys/helix.json',
      GOOGLE_PROJECT: 'acme',
    });
    expect(fromFile('GOOGLE_CREDENTIALS=x', at)).toBeNull();
    expect(fromJson(`${KEY}\n`)).toEqual({ GOOGLE_CREDENTIALS: KEY, GOOGLE_PROJECT: 'acme' });
    expect(fromJson(PERSON)).toEqual({ GOOGLE_CREDENTIALS: PERSON });
    expect(fromToken('ya29.abc')).toEqual({ GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.abc' });
  });

  it.each([
    [{ GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.a', GOOGLE_CREDENTIALS: KEY }, null, ['oauth2accesstoken', 'ya29.a']],
    [{ GOOGLE_CREDENTIALS: KEY }, null, ['_json_key', KEY]],
    [{ GOOGLE_APPLICATION_CREDENTIALS: '/k' }, KEY, ['_json_key', KEY]],
    [{ GOOGLE_APPLICATION_CREDENTIALS: '/k' }, PERSON, null],
    [{ GOOGLE_CREDENTIALS: '/key.json' }, null, null],
    [{}, null, null],
  ])('are a log-in of Artifact Registry, or none: case %#', (variables, key, login) => {
    const found = registry.loginOf(variables, key);
    expect(found && [found.username, found.password]).toEqual(login);
  });
});

describe('a zone of Google Cloud', () => {
  it.each([
    ['us-central1', 'us-central1-a'],
    ['us-east1', 'us-east1-b'],
    ['europe-west1', 'europe-west1-b'],
    ['moon-west1', null],
  ])('is the first one of its region unless one is named: %s', (region, zone) => {
    expect(firstZoneOf(region)).toBe(zone);
  });

  it('lies in the region whose name it begins with', () => {
    expect(isZoneOf('us-east1-c', 'us-east1')).toBe(true);
    expect(isZoneOf('us-east10-c', 'us-east1')).toBe(false);
    expect(isZoneOf('us-east1-', 'us-east1')).toBe(false);
  });
});
