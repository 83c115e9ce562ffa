import { google } from '../../../stacks/google';
import { StandIn } from '../stand-in/stand-in';
import { describeWith } from '../terraform/describe-with';
import { FoundTerraform } from '../terraform/found-terraform';
import { expectKept } from '../terraform/provider-behaviour/kept';
import { inputEdits } from '../terraform/provider-behaviour/input-edits';
import { observeBehaviour } from '../terraform/provider-behaviour/observed';
import { GoogleCloud, PROJECT, TOKEN } from './cloud/google-cloud';
import { GOOGLE_EDITS } from './provider-behaviour/edit-rules';
import { GOOGLE_WORDS } from './provider-behaviour/google-words';

const PLACE = `projects/${PROJECT}/locations/us-east1/repositories`;

describeWith(google.provider, 'the tables of the provider of Google', () => {
  it('say what the provider does with each attribute and each input', async () => {
    const terraform = new FoundTerraform([google.provider]);
    const cloud = new GoogleCloud();
    const standIn = await StandIn.start(cloud);
    const proxy = await standIn.startProxy([]);
    cloud.networks.names.add('other');
    cloud.networks.subnetworks.set('us-east1/other', 'other');
    for (const id of ['database', 'other']) cloud.secrets.keep(`projects/${PROJECT}/secrets/${id}`);
    for (const id of ['feed', 'helix-papertrail-api']) cloud.registry.keep(`${PLACE}/${id}`);
    const { instance } = GOOGLE_WORDS;
    const gpu = { instance_type: 'n1-standard-4+1xnvidia-tesla-t4', gpu_count: 1, gpu_type: 'nvidia-t4' };
    const image = `us-east1-docker.pkg.dev/${PROJECT}/feed/api:1`;
    try {
      const seen = await observeBehaviour(
        {
          cloud: google,
          region: 'us-east1',
          settings: { endpointUrl: standIn.url, scope: PROJECT },
          inputs: [
            ...inputEdits(GOOGLE_WORDS),
            {
              kind: 'instance',
              case: 'zone',
              before: instance,
              after: { ...instance, zone: 'us-east1-c' },
            },
          ],
          samples: [
            { kind: 'instance', before: { ...instance, public_ip: false } },
            {
              kind: 'instance',
              before: { ...instance, spot: true, subnet_id: 'other', expire_itself: true },
            },
            { kind: 'instance', before: { ...instance, ...gpu, image } },
            { kind: 'registry_repo', before: GOOGLE_WORDS.repository },
          ],
          rules: GOOGLE_EDITS,
          names: [
            'google_artifact_registry_repository.repository_id',
            'google_compute_firewall.name',
            'google_compute_instance.name',
            'google_secret_manager_secret.secret_id',
            'google_service_account.account_id',
          ],
        },
        {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          GOOGLE_OAUTH_ACCESS_TOKEN: TOKEN,
          HTTPS_PROXY: proxy.url,
          ...terraform.environment,
        },
      );
      expectKept('stacks/google/behaviour.json', seen.attributes);
      expectKept('src/clouds/google/replacement.json', seen.inputs);
      expect(standIn.violations).toEqual([]);
    } finally {
      proxy.close();
      await standIn.stop();
      terraform.remove();
    }
  });
});
