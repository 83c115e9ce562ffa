import type { ForwardProxy } from '../hosts/forward-proxy';
import { google } from '../../../stacks/google';
import { StandIn } from '../stand-in/stand-in';
import { FoundTerraform } from '../terraform/found-terraform';
import { GoogleCloud } from './cloud/google-cloud';
import { GoogleProject } from './google-project';

/** For the tests of a file: the real Terraform and provider, and for each test a project of Google that is empty. */
export function onGoogle() {
  let terraform: FoundTerraform;
  let proxy: ForwardProxy;
  const made: GoogleProject[] = [];
  const now = {} as { cloud: GoogleCloud; standIn: StandIn };
  beforeAll(() => (terraform = new FoundTerraform([google.provider])));
  beforeEach(async () => {
    now.cloud = new GoogleCloud();
    now.standIn = await StandIn.start(now.cloud);
    proxy = await now.standIn.startProxy([]);
  });
  afterEach(async () => {
    made.splice(0).forEach((project) => project.remove());
    proxy.close();
    await now.standIn.stop();
    // All that was asked for is in Google's documents, and nothing left this host.
    expect(now.standIn.violations).toEqual([]);
    expect(new Set(proxy.seen)).toEqual(
      new Set(proxy.seen.length === 0 ? [] : ['CONNECT openidconnect.googleapis.com:443']),
    );
  });
  afterAll(() => terraform.remove());
  return {
    /** The cloud and its server, as they are during a test. */
    now,
    project: (tables: string): GoogleProject => {
      const project = new GoogleProject(now.standIn, proxy, terraform, tables);
      made.push(project);
      return project;
    },
  };
}

/** The inventory of an empty project of Google. */
export const NOTHING: ReturnType<GoogleCloud['inventory']> = {
  instances: [],
  disks: [],
  firewalls: [],
  serviceAccounts: [],
  bindings: [],
  repositories: [],
  secrets: [],
};
