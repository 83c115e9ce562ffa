import { TestCloud, TestProject } from './helix';

/** One emulator for all tests of a file, and projects on it whose cluster ids are their own. */
export interface SharedCloud {
  readonly cloud: TestCloud;
  /** A project whose files say `ID-name` where its cluster ids are to be; removed after the test. */
  readonly project: (files: Readonly<Record<string, string>>) => TestProject;
  /** The same files again, without what is recorded: a second checkout. */
  readonly checkout: (of: TestProject) => TestProject;
  /** The clusters whose ids this project declares, in all workspaces. */
  readonly listClustersOf: (project: TestProject) => Promise<readonly CloudCluster[]>;
}

/** The part of a cluster, as the API shows it, that tests look at. */
export interface CloudCluster {
  readonly cluster_id: string;
  readonly owner: { readonly lineage: string; readonly workspace: string; readonly address: string };
  readonly state: string;
  readonly size: string;
  readonly region: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Names alone. */
  readonly env_vars: readonly string[];
  readonly deployment: { readonly files: Readonly<Record<string, string>> } | null;
}

/** Starts and stops the emulator around the tests of the file that calls this. */
export function sharedCloud(...flags: string[]): SharedCloud {
  let cloud: TestCloud | undefined;
  let made = 0;
  const projects: TestProject[] = [];
  const running = (): TestCloud => {
    if (cloud === undefined) throw new Error('the emulator runs while tests do');
    return cloud;
  };
  beforeAll(async () => {
    cloud = await TestCloud.start(...flags);
  });
  afterAll(() => cloud?.stop());
  afterEach(() => projects.splice(0).forEach((project) => project.remove()));
  const kept = (project: TestProject): TestProject => {
    projects.push(project);
    return project;
  };
  return {
    get cloud() {
      return running();
    },
    project(files) {
      made += 1;
      const own = Object.entries(files).map(([file, text]) => [file, text.replaceAll('ID-', `t${made}-`)]);
      return kept(
        new TestProject(Object.fromEntries(own) as Record<string, string>, {
          HELIX_CLOUD_URL: running().url,
        }),
      );
    },
    checkout: (of) => kept(of.checkout()),
    async listClustersOf(project) {
      const ids = [...project.read('helix.toml').matchAll(/cluster_id = "([^"]+)"/g)].map(([, id]) => id!);
      const clusters = (await running().listClusters()) as unknown as CloudCluster[];
      return clusters.filter(({ cluster_id: found }) =>
        ids.some((id) => found === id || found.startsWith(`${id}-`)),
      );
    },
  };
}
