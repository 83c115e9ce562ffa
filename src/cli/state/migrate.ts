import { Command, Option } from 'clipanion';
import { migrateState } from '../../workflows/state/migrate-state';
import { HelixError } from '../../errors';
import { choiceOption, durationOption, HelixCommand } from '../helix-command';
import { PROJECT_VARIABLES } from '../variables';
import { snakeKeys } from '../../render/json/snake-keys';

export class StateMigrateCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes = [0, 1, 3, 5, 8, 9, 64];
  static override readonly variables = [...HelixCommand.variables, ...PROJECT_VARIABLES];
  static override paths = [['state', 'migrate']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'move the state of all workspaces to another backend',
    details: `
      Takes the locks of both backends, copies the state, verifies the copy, marks the old state as moved so that its users
      are refused and told the new place, and then edits \`[state]\` in helix.toml. Commit that edit. After an interruption run
      the command again.
    `,
    examples: [
      ['Move to a bucket', '$0 state migrate --to s3 --bucket acme-helix-state --region us-east-1'],
      [
        'Move to PostgreSQL; the URL is in the environment',
        '$0 state migrate --to postgres --url env:HELIX_STATE_URL',
      ],
      ['Move back to .helix', '$0 state migrate --to local'],
      ['After [state] was edited by hand', '$0 state migrate --from local'],
    ],
  });

  to = Option.String('--to', {
    description: 'Backend to move to: local, s3 or postgres',
  });
  from = Option.String('--from', {
    description: 'local: move the state in .helix, after [state] was edited by hand',
  });
  bucket = Option.String('--bucket', { description: 's3: the bucket' });
  key = Option.String('--key', {
    description: 's3, postgres: the key of the state; default: the name of the project',
  });
  region = Option.String('--region', { description: 's3: the region of the bucket' });
  endpointUrl = Option.String('--endpoint-url', {
    description: 's3: the URL of an S3-compatible store',
  });
  kmsKeyId = Option.String('--kms-key-id', { description: 's3: the KMS key that the store encrypts with' });
  url = Option.String('--url', {
    description: 'postgres: env:NAME, the variable that holds the URL of the database',
  });
  schema = Option.String('--schema', { description: 'postgres: the schema of the tables' });
  environment = Option.String('--environment', { description: 'Use [blueprint.environments.NAME]' });
  lockTimeout = Option.String('--lock-timeout', '0s', {
    description: 'Time to wait for each lock, such as 5min',
  });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    if (this.to === undefined && this.from === undefined) {
      throw new HelixError('usage', 'specify --to s3, --to postgres, --to local or --from local');
    }
    const { bucket, key, region, url, schema } = this;
    const given = {
      bucket,
      key,
      region,
      endpoint_url: this.endpointUrl,
      kms_key_id: this.kmsKeyId,
      url,
      schema,
    };
    const settings = Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const migrated = await migrateState(this.context.ports, {
      directory: this.startDirectory,
      environment: this.environment ?? null,
      from: this.from === undefined ? null : choiceOption('--from', this.from, ['local'] as const),
      to: this.to === undefined ? null : choiceOption('--to', this.to, ['local', 's3', 'postgres'] as const),
      settings,
      lockTimeoutMs:
        this.lockTimeout === '0s' ? 0 : durationOption('--lock-timeout', this.lockTimeout) * 1000,
    });
    if (this.json) this.printJson(snakeKeys(migrated));
    else {
      for (const { name, resources } of migrated.workspaces) {
        this.print(`${name}: ${resources} ${resources === 1 ? 'resource' : 'resources'}\n`);
      }
      this.print(`The state is now in ${migrated.to}. Commit helix.toml.\n`);
    }
    return 0;
  }
}
