import { vultr } from '../../../stacks/vultr';
import { TestProject } from '../../helix';
import { Certificates } from '../hosts/certificates';
import { StandIn } from '../stand-in/stand-in';
import { FoundTerraform } from '../terraform/found-terraform';
import { KEY, VultrCloud } from './cloud/vultr-cloud';

/** A cloud of its own, to which a proxy leads, with a project on it. */
export interface OnVultr {
  readonly cloud: VultrCloud;
  readonly standIn: StandIn;
  readonly project: TestProject;
  readonly close: () => Promise<void>;
}

/** The settings of a machine as small as it can be. */
export const SMALL = `provider = "vultr"
region = "ewr"
profile = "min"
cpu = 1
memory_gb = 1
storage_gb = 20
image = "docker.io/library/nginx:1.27"
ports = [80]
`;

/** Opens a stand-in and a project of these tables. The provider has no setting for another address. */
export async function openVultr(tables: string, key = KEY): Promise<OnVultr> {
  const terraform = new FoundTerraform([vultr.provider]);
  const certificates = new Certificates('DNS:api.vultr.com');
  const cloud = new VultrCloud();
  const standIn = await StandIn.start(cloud, certificates);
  const proxy = await standIn.startProxy(['api.vultr.com']);
  const project = new TestProject(
    { 'helix.toml': `[project]\nname = "p"\n${tables}` },
    {
      ...terraform.environment,
      VULTR_API_KEY: key,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      SSL_CERT_FILE: certificates.ca,
    },
  );
  return {
    cloud,
    standIn,
    project,
    close: async () => {
      project.remove();
      proxy.close();
      await standIn.stop();
      certificates.remove();
      terraform.remove();
    },
  };
}
