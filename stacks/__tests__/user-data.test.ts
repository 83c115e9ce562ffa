import { userData } from '../user-data';
import type { UserDataInput } from '../user-data';

const INPUT: UserDataInput = {
  address: 'instance.api',
  region: 'eu-west-1',
  image: 'ghcr.io/acme/api@sha256:0123',
  registry: null,
  ports: [8080],
  env: {},
  secrets: {},
  expireItself: false,
};

describe('user data', () => {
  it('is a cloud-config that names the image', () => {
    expect(userData(INPUT)).toMatch(/^#cloud-config\n[^]*image=ghcr\.io\/acme\/api@sha256:0123\n/);
  });
});
