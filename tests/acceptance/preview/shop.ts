import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run, TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';
import type { CloudCluster, SharedCloud } from '../../shared-cloud';
import { ForgeServer } from '../ci/forge-server';

export const TOML = `[project]
name = "papertrail"

[cloud.web.helix]
cluster_id = "ID-web"
size = "medium"
protect = true

[preview]
from = ["web"]
size = "small"
`;

/** A shop with previews: its cloud and its forge. */
export interface PreviewTest {
  readonly shared: SharedCloud;
  readonly forge: () => ForgeServer;
  readonly shop: (extra?: string) => TestProject;
  /** Runs `helix preview ...` as a job of GitHub Actions does. */
  readonly preview: (
    made: TestProject,
    words: readonly string[],
    env?: Record<string, string>,
  ) => Promise<Run>;
  /** The clusters of previews, by the numbers of their pull requests. */
  readonly listNumbers: (made: TestProject) => Promise<readonly number[]>;
  readonly clustersOf: (made: TestProject) => Promise<readonly CloudCluster[]>;
}

/** Starts and stops the cloud and the forge around the tests of the file that calls this. */
export function previewTest(): PreviewTest {
  const shared = sharedCloud();
  let server: ForgeServer | undefined;
  const forge = (): ForgeServer => {
    if (server === undefined) throw new Error('the forge runs while tests do');
    return server;
  };
  beforeAll(async () => (server = await ForgeServer.start()));
  afterAll(() => server?.stop());
  afterEach(() => forge().reset());
  const clustersOf = shared.listClustersOf;
  return {
    shared,
    forge,
    clustersOf,
    shop: (extra = '') =>
      shared.project({ 'helix.toml': TOML + extra, 'db/schema.hx': 'N::Paper { title: String }\n' }),
    preview: (made, words, env = {}) =>
      made.run(['preview', ...words], { env: { ...githubJob(forge(), made), ...env } }),
    listNumbers: async (made) =>
      (await clustersOf(made))
        .flatMap(({ owner }) => /^pr-(\d+)$/.exec(owner.workspace)?.[1] ?? [])
        .map(Number)
        .sort((a, b) => a - b),
  };
}

/** The environment of a step of GitHub Actions. */
export function githubJob(forge: ForgeServer, made: TestProject): Record<string, string> {
  const event = join(made.home, 'event.json');
  writeFileSync(event, '{}');
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: forge.url,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_EVENT_PATH: event,
    GITHUB_RUN_NUMBER: '41',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_STEP_SUMMARY: join(made.home, 'summary.md'),
    GITHUB_OUTPUT: join(made.home, 'outputs'),
    GITHUB_TOKEN: forge.token,
  };
}
