import { azure } from '../../../stacks/azure';
import { Certificates } from '../hosts/certificates';
import { StandIn } from '../stand-in/stand-in';
import { describeWith } from '../terraform/describe-with';
import { FoundTerraform } from '../terraform/found-terraform';
import { expectKept } from '../terraform/provider-behaviour/kept';
import { observeBehaviour } from '../terraform/provider-behaviour/observed';
import { SUBSCRIPTION } from './azure-project';
import { Arm } from './cloud/arm';
import { AZURE_WORDS, azureEdits } from './provider-behaviour/azure-words';
import { AZURE_EDITS } from './provider-behaviour/edit-rules';

describeWith(azure.provider, 'the tables of the provider of Azure', () => {
  it('say what the provider does with each attribute and each input', async () => {
    const terraform = new FoundTerraform([azure.provider]);
    const certificates = new Certificates('IP:127.0.0.1');
    const arm = new Arm();
    const standIn = await StandIn.start(arm, certificates);
    const elsewhere = `/subscriptions/${SUBSCRIPTION}/resourceGroups/net`;
    arm.keep(elsewhere);
    arm.keep(`${elsewhere}/providers/Microsoft.KeyVault/vaults/vault`);
    arm.keep(`${elsewhere}/providers/Microsoft.Network/virtualNetworks/shared`, {
      location: 'westeurope',
      properties: { subnets: [{ name: 'one' }, { name: 'other' }] },
    });
    const { instance, repository, subnets } = AZURE_WORDS;
    try {
      const seen = await observeBehaviour(
        {
          cloud: azure,
          region: 'westeurope',
          settings: { endpointUrl: standIn.url, scope: SUBSCRIPTION },
          inputs: azureEdits(),
          samples: [
            {
              kind: 'instance',
              before: { ...instance, spot: true, expire_itself: true },
            },
            { kind: 'instance', before: { ...instance, public_ip: false, subnet_id: subnets.one } },
            { kind: 'registry_repo', before: repository },
          ],
          rules: AZURE_EDITS,
          names: ['name'],
          unshared: {
            'Microsoft.Authorization/roleAssignments': 'azapi_resource.group_',
            'Microsoft.Compute/virtualMachines': 'azapi_resource.interface_',
          },
        },
        {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          ARM_SUBSCRIPTION_ID: SUBSCRIPTION,
          ARM_TENANT_ID: '11111111-2222-3333-4444-666666666666',
          ARM_CLIENT_ID: '11111111-2222-3333-4444-777777777777',
          ARM_CLIENT_SECRET: 'client-s3cr3t-value',
          SSL_CERT_FILE: certificates.ca,
          ...terraform.environment,
        },
      );
      expectKept('stacks/azure/behaviour.json', seen.attributes);
      expectKept('src/clouds/azure/replacement.json', seen.inputs);
      expect(standIn.violations).toEqual([]);
    } finally {
      await standIn.stop();
      certificates.remove();
      terraform.remove();
    }
  });
});
