import { actorOf } from '../actor';

const host = { user: 'ada', hostname: 'laptop' };

const GITHUB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '42',
};

describe('the author of changes', () => {
  it.each([
    ['the user of this host', {}, 'ada@laptop'],
    ['HELIX_ACTOR before all', { ...GITHUB, HELIX_ACTOR: ' deploy bot ' }, 'deploy bot'],
    ['the user where HELIX_ACTOR is blank', { HELIX_ACTOR: ' ' }, 'ada@laptop'],
    ['the person and the run of GitHub', GITHUB, 'octocat (https://github.com/acme/shop/actions/runs/42)'],
    ['the user where GITHUB_ACTOR is left over', { GITHUB_ACTOR: 'octocat' }, 'ada@laptop'],
    [
      'the person and the job of GitLab',
      { GITLAB_USER_LOGIN: 'eve', CI_JOB_URL: 'https://x/1' },
      'eve (https://x/1)',
    ],
  ])('is %s', (_, environment, actor) => {
    expect(actorOf({ ...host, environment })).toBe(actor);
  });

  it('is bounded', () => {
    const actor = actorOf({ ...host, environment: { HELIX_ACTOR: 'x'.repeat(100_000) } });
    expect(actor).toHaveLength(200);
    expect(actor).toMatch(/^x+\.\.\.$/);
  });
});
