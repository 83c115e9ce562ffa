import { cpSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from '../../helix';
import { foundProgram } from '../backends/found-program';
import type { FoundTerraform } from '../terraform/found-terraform';
import type { Moto } from '../aws/moto';
import type { DockerServer } from './docker-server';
import type { RegistryServer } from './registry-server';

const EXAMPLE = join(__dirname, '../../../examples/blueprint-image');

/** The example whose machine runs an image of its own, with moto for AWS, and a registry here in front of ECR. */
export class ImageProject extends TestProject {
  constructor(moto: Moto, terraform: FoundTerraform, docker: DockerServer, registry: RegistryServer) {
    super(
      {},
      {
        ...terraform.environment,
        AWS_ACCESS_KEY_ID: 'AKIATEST',
        AWS_SECRET_ACCESS_KEY: 'test',
        DOCKER_HOST: docker.host,
      },
    );
    cpSync(EXAMPLE, this.directory, { recursive: true });
    const file = join(this.home, '.config/helix/cloud.toml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `[providers.aws]\nendpoint_url = "${moto.url}"\n`);
    // Nothing listens at the addresses of its machines.
    this.write('Blueprint.toml', this.read('Blueprint.toml').replace(/\[blueprint\.health\][^[]*/, ''));
    this.edit('Blueprint.toml', 'ports = [8080]', `ports = [8080]\nregistry_url = "${registry.host}"`);
    // No image can be pulled from anywhere here.
    const busybox = foundProgram('busybox', 'apt-get install -y --no-install-recommends busybox-static');
    copyFileSync(busybox, join(this.directory, 'server/busybox'));
    this.edit('server/Dockerfile', 'FROM docker.io/library/busybox:1.37', 'FROM scratch\nCOPY busybox /bin/');
  }
}
