import { KeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { digestOfText } from '../../../src/values/digest';
import { literal } from '../../template';
import type { MachineContext } from './machine-context';
import { fillPlaceholders } from './placeholders';

/** Adds parameters for the secrets that Helix writes: Terraform keeps their values in neither its plan nor its state. */
export function addParameters(machine: MachineContext): SsmParameter[] {
  const { stack, owner, id } = machine;
  const { address } = owner;
  return machine.secrets.flatMap(({ variable, name, written, mark }) => {
    if (written === null) return [];
    const key = JSON.stringify(`${address} ${variable}`);
    const source = mark === null ? written : `${written} ${mark.slice(0, 16)}`;
    const version = `sha256("\${var.helix_op["${address}"]} ${source}")`;
    const part = machine.addPart('aws_ssm_parameter', { by: 'create' }, `${id}-${variable}`);
    const parameter = new SsmParameter(stack, part, {
      name: fillPlaceholders(name, address),
      description: literal(`${variable} of ${address}`),
      type: 'SecureString',
      valueWo: `\${lookup(var.helix_secret, ${key}, "")}`,
      // The name is unique to this resource: an existing parameter was left by an interrupted run.
      overwrite: true,
      tags: machine.tags(),
    });
    // Rewritten whenever the machine is replaced, or the reference or its value changes.
    parameter.addOverride('value_wo_version', `\${parseint(substr(${version}, 0, 7), 16)}`);
    return [parameter];
  });
}

/** Returns the name of an existing key pair, or adds one for a public key; null: no key. */
export function addKey(machine: MachineContext): string | null {
  const sshKey = machine.inputs.sshKey?.trim();
  if (sshKey === undefined) return null;
  if (!/\s/.test(sshKey)) return literal(sshKey);
  // Another key has another name, which replaces the machine.
  const name = `${machine.cloudName(240)}-${digestOfText(sshKey).slice(0, 8)}`;
  return new KeyPair(machine.stack, machine.addPart('aws_key_pair', { by: 'import', id: name }), {
    keyName: name,
    publicKey: literal(sshKey),
    tags: machine.tags(),
  }).keyName;
}
