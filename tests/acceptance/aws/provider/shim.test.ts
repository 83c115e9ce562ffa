import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { onMoto } from '../on-moto';
import { ONLY_REPOSITORY, REPOSITORY } from '../small-projects';

const { terraform, small } = onMoto();

it('the shim of a version manager may print its own lines before those of Terraform', async () => {
  const project = small(REPOSITORY);
  project.write(
    'bin/terraform',
    `#!/bin/sh
printf '\\033[0;32m[INFO] Getting version\\033[0;39m\\n'
echo 'switching to another version' >&2
exec ${terraform.program} "$@"
`,
  );
  const bin = join(project.directory, 'bin');
  chmodSync(join(bin, 'terraform'), 0o755);
  const env = { PATH: [bin, process.env['PATH']].join(delimiter) };
  expect(await project.run(['apply', '--auto-approve', ...ONLY_REPOSITORY], { env })).toMatchObject({
    code: 0,
  });
});
