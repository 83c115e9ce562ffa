import { readConfig } from '../../read-config';

function problemsOf(lines: string, provider = 'vultr') {
  const text = `[project]\nname = "p"\n[deploy.a]\nprovider = "${provider}"\n${lines}\n`;
  const { problems } = readConfig(
    { helixToml: { file: 'helix.toml', text } },
    { environment: null, helixCloudUrl: null },
  );
  return problems.filter(({ severity }) => severity === 'error');
}

describe.each(['digitalocean', 'vultr'])('a machine on %s', (provider) => {
  it.each([
    ['arch = "arm64"', 'no-arm64', /^Remove the line, or choose another cloud: aws/],
    ['public_ip = false', 'no-private-address', /^Write `public_ip = true`, or/],
    ['ttl = "1d"\nexpire_itself = true', 'no-identity', /`helix destroy --expired` on a schedule, or/],
    ['secrets = { TOKEN = "env:TOKEN" }', 'no-identity', /^Give the container no secret, or/],
    ['env = { TOKEN = "env:TOKEN" }', 'no-identity', /^Write a value that anyone may read, or/],
    ['spot = true', 'no-spot', /^Remove the line, or choose another cloud/],
  ])('cannot have %j, which is a problem at its line', (line, code, hint) => {
    const problems = problemsOf(`image = "nginx"\n${line}`, provider);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.hint).toMatch(hint);
    expect(problems[0]?.place).toMatchObject({ file: 'helix.toml', line: 5 + line.split('\n').length });
  });

  it('cannot run an image that is built, since it could not pull it', () => {
    const problems = problemsOf('', provider);
    expect(problems.map(({ code, place }) => [code, place?.line])).toEqual([['no-identity', 3]]);
    expect(problems[0]?.hint).toMatch(/^Push the image to a public registry and name it as `image`, or/);
  });

  it('can have plain variables and a public image', () => {
    expect(problemsOf('image = "nginx"\nenv = { LOG = "debug" }\nttl = "1d"', provider)).toEqual([]);
  });
});

it('a value that looks like a secret is refused there without being shown', () => {
  const problems = problemsOf('image = "a"\nenv = { API_TOKEN = "sk_live_hunter2hunter2hunter2" }');
  expect(problems.map(({ code }) => code)).toEqual(['no-identity']);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

it('clouds with identities take them all', () => {
  expect(problemsOf('secrets = { A = "env:A" }\nttl = "1d"\nexpire_itself = true', 'aws')).toEqual([]);
});

it('a machine on Google Cloud takes SSH from IPv4 blocks alone, and names the other ones', () => {
  const problems = problemsOf('ssh_cidrs = ["203.0.113.7/32", "2001:db8::/32"]', 'google');
  expect(problems).toMatchObject([{ code: 'no-ipv6', place: { line: 5, column: 32 } }]);
});

it.each([
  ['', 'no-keyless', 3],
  ['ssh_key = "deploy-2026"', 'no-named-key', 5],
])('a machine on Azure needs the text of a public key: %j', (line, code, at) => {
  expect(problemsOf(line, 'azure')).toMatchObject([{ code, place: { line: at } }]);
  expect(problemsOf('ssh_key = "ssh-ed25519 AAAA ada"', 'azure')).toEqual([]);
});

describe('a zone', () => {
  it.each([
    ['google', 'us-central1-b', []],
    ['google', 'us-central2-b', ['`us-central2-b` is not a zone of `us-central1`.']],
    ['google', 'us-central1', ['`us-central1` is not a zone of `us-central1`.']],
    ['aws', 'us-east-1a', ['A machine on AWS cannot name its zone.']],
    ['auto', 'a', ['`zone` has no meaning with `provider = "auto"`: each cloud has its own zones.']],
  ])('is one of the region: %s, %s', (provider, zone, messages) => {
    const problems = problemsOf(`image = "nginx"\nzone = "${zone}"`, provider);
    expect(problems.map(({ message }) => message)).toEqual(messages);
    if (messages.length > 0) expect(problems).toMatchObject([{ code: 'bad-zone', place: { line: 6 } }]);
  });
});
