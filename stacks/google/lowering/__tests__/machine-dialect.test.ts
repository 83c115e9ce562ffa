import { spawnSync } from 'node:child_process';
import { expireScript } from '../../../lowering/user-data/expire-itself';
import { googleDialect } from '../machine-dialect';

const ANSWERS: Readonly<Record<string, string>> = {
  'instance/attributes/helix-expires-at': '2026-12-01T00:00:00Z',
  'instance/service-accounts/default/token': '{"access_token":"ya29.own","expires_in":3599}',
  'project/project-id': 'acme',
  'instance/zone': 'projects/417/zones/us-central1-a',
  'instance/name': 'helix-shop-api',
  'secrets/db': `{"payload":{"data":"${Buffer.from("it's\nsecret").toString('base64')}"}}`,
};

/** Runs a script with services that answer as these do, and returns what it prints and what it asks. */
function run(script: string, answers: Readonly<Record<string, string>> = ANSWERS) {
  const cases = Object.entries(answers).map(([path, text]) => `*/${path}*) printf '%s' '${text}' ;;`);
  const curl = `curl() {
  echo "asked: $*" >&2
  case "$*" in
    *"-H @-"*) echo "header: $(cat)" >&2 ;;&
    ${cases.join('\n    ')}
    *"-X DELETE"*) ;;
    *) return 22 ;;
  esac
}
`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', curl + script], { encoding: 'utf8' });
  return { status, stdout, asked: stderr.split('\n') };
}

describe('a machine on Google Cloud, by its scripts', () => {
  const dialect = googleDialect();
  const expire = (date: string) =>
    `date() { [[ "$*" == *-d* ]] && command date "$@" || echo ${date}; }\n${expireScript(dialect.expiry!, dialect.settings)}`;
  const AFTER = `${Date.parse('2026-12-01T00:00:01Z') / 1000}`;
  const BEFORE = `${Date.parse('2026-11-30T23:59:59Z') / 1000}`;

  it('deletes itself when the time in its metadata has passed, and shows no other process its token', () => {
    const { status, asked } = run(expire(AFTER));
    expect(status).toBe(0);
    expect(asked).toContain('header: Authorization: Bearer ya29.own');
    expect(asked.filter((line) => line.includes('DELETE'))).toEqual([
      'asked: -fsS -m 30 -H @- -X DELETE -o /dev/null https://compute.googleapis.com/compute/v1/projects/acme/zones/us-central1-a/instances/helix-shop-api',
    ]);
    expect(asked.filter((line) => line.startsWith('asked:') && line.includes('ya29'))).toEqual([]);
  });

  it.each([
    ['the time has not come', expire(BEFORE), ANSWERS],
    ['no time is set', expire(AFTER), {}],
  ])('stays while %s', (_, script, answers) => {
    const { status, asked } = run(script, answers);
    expect([status, asked.filter((line) => line.includes('DELETE'))]).toEqual([0, []]);
  });

  it('reads a secret of any text with the token of its account', () => {
    const settings = Object.entries(dialect.settings).map(([name, value]) => `${name}=${value}`);
    const name = 'projects/acme/secrets/db/versions/latest';
    const script = `set -euo pipefail\n${settings.join('\n')}\n${dialect.functions}resolve() {\n${dialect.resolve}}\nresolve ${name}`;
    const { status, stdout, asked } = run(script);
    expect([status, stdout]).toEqual([0, "it's\nsecret"]);
    expect(asked).toContain(`asked: -fsS -m 30 -H @- https://secretmanager.googleapis.com/v1/${name}:access`);
  });
});
