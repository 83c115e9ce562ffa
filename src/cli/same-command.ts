import type { WantedDeployment } from '../workflows/deploy/deployment-keys';
import { lifetimeText } from '../workflows/deploy/wizard/answers';
import { shellWord } from '../values/shell-word';

/** Returns the command line that deploys the same machine without questions. */
export function sameCommand(name: string, wanted: WantedDeployment): string {
  const { provider, region, asked, image, ports, environment, ttl } = wanted;
  const values: readonly (readonly [string, string | number | null | undefined])[] = [
    ['--region', region],
    ['--cpu', asked.cpu],
    ['--memory', asked.memoryGb],
    ['--storage', asked.storageGb],
    ['--gpu', asked.gpuCount],
    ['--gpu-type', asked.gpuType],
    ['--arch', asked.arch],
    ['--profile', asked.burstable === undefined ? null : asked.burstable ? 'min' : 'recommended'],
    ['--image', image],
    ...ports.map((port) => ['--port', port] as const),
    ['--environment', environment],
    ['--ttl', ttl === null ? null : lifetimeText(ttl)],
  ];
  const words = [
    ...providerWords(provider),
    ...values.flatMap(([option, value]) => (value == null ? [] : [option, `${value}`])),
    ...flag('--spot', asked.spot),
    ...flag('--public-ip', asked.publicIp),
  ];
  return ['helix', 'cloud', 'deploy', name, ...words].map(shellWord).join(' ');
}

function providerWords(provider: WantedDeployment['provider']): readonly string[] {
  if (provider === null) return [];
  return provider.cloud === 'auto' ? ['--auto-select'] : ['--provider', provider.cloud];
}

function flag(option: string, value: boolean | undefined): readonly string[] {
  if (value === undefined) return [];
  return [value ? option : option.replace('--', '--no-')];
}
