import type { RealCloud } from '../../clouds/clouds';

/** The variable that comes first to mind, for hints. */
export const FIRST_VARIABLE: Readonly<Record<RealCloud, string>> = {
  aws: 'AWS_ACCESS_KEY_ID',
  google: 'GOOGLE_CREDENTIALS',
  azure: 'ARM_CLIENT_ID',
  digitalocean: 'DIGITALOCEAN_TOKEN',
  vultr: 'VULTR_API_KEY',
};

const FAMILIES: Readonly<Record<RealCloud, RegExp>> = {
  aws: /^AWS_[A-Z0-9_]+$/,
  google: /^(GOOGLE|GCLOUD|CLOUDSDK)_[A-Z0-9_]+$/,
  azure: /^(ARM|AZURE)_[A-Z0-9_]+$/,
  digitalocean: /^(DIGITALOCEAN|SPACES)_[A-Z0-9_]+$/,
  vultr: /^VULTR_[A-Z0-9_]+$/,
};

/** Whether the provider's own tools read a variable of this name. */
export function isProviderVariable(provider: RealCloud, name: string): boolean {
  return FAMILIES[provider].test(name);
}
