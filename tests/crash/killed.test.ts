import { TestCloud } from '../helix';
import { stoppedStory } from './story';

// A few of the boundaries that the acceptance tests try one and all.
describe('a process that is killed', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await TestCloud.start('--provision-ms', '0');
  });
  afterAll(() => cloud.stop());

  it.each([
    ['has just taken its lock', /^after link .*lock/],
    ['has just noted what it is about to do', /^after fsync .*journal/],
    ['has sent a change and knows no answer', /^sent request (POST|PATCH|DELETE)/],
    ['was answered, and has not noted it', /^answered request (POST|PATCH|DELETE)/],
  ])(
    'when it %s is made good by the next command',
    async (_, at) => {
      const runs = await stoppedStory(cloud, (made, words) => made.stopped(words, { at }));
      expect(runs.map(({ code }) => code)).toEqual([-1, -1, -1]);
    },
    120_000,
  );
});
